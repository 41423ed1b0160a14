//! Programs that sort a mailbox, or fetch it empty.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{inbox, is_here, run, served, succeeds};

/// Marks, copies into a folder that is not there yet, moves, and deletes.
const LUA: &str = r"
options.timeout = 10; options.starttls = false; options.create = true; options.expunge = true
a = IMAP { server = '127.0.0.1', port = PORT, username = 'filt', password = 'secret' }
r = a.INBOX:contain_subject('first') + a.INBOX:contain_subject('third')
r:mark_flagged(); r:copy_messages(a['filed/here'])
r = a.INBOX:contain_subject('second') * a.INBOX:is_seen(); r:move_messages(a['filed/here'])
r = a.INBOX:match_subject('^fourth$'); r:add_flags({'word'}); r:copy_messages(a['filed/here'])
r:delete_messages()
m = a['filed/here']; print(m:check_status())
for _, message in ipairs(a.INBOX:select_all()) do
    box, uid = table.unpack(message); print(box[uid]:fetch_field('subject'), box[uid]:fetch_size())
end
";

#[tokio::test(flavor = "multi_thread")]
async fn imapfilter() {
    if !is_here("imapfilter") || !is_here("python3") {
        return;
    }
    let (_shell, plain, _) = served().await;
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("config.lua");
    fs::write(&config, LUA.replace("PORT", &plain.to_string())).unwrap();
    let messages = ["first/", "second/\\Seen", "third/", "fourth/"];
    inbox(plain, "filt", &messages).await;
    let home = format!("HOME={}", dir.path().display());
    let args = [home, "imapfilter".into(), "-c".into(), config.display().to_string()];
    let told = succeeds("env", &args).await;
    assert!(told.contains("4\t4\t3\t5"), "{told}");
    assert!(told.contains("Subject: first\t") && !told.contains("Subject: fourth\t"), "{told}");
    assert_eq!(inbox(plain, "filt", &[]).await, ["first \\Flagged", "third \\Flagged"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn fetchmail() {
    if !is_here("fetchmail") || !is_here("python3") {
        return;
    }
    let (_shell, plain, _) = served().await;
    let dir = tempfile::tempdir().unwrap();
    let (rc, fetched) = (dir.path().join("rc"), dir.path().join("fetched"));
    inbox(plain, "fetch", &["first/", "second/\\Seen", "third/\\Flagged"]).await;
    let pass = async |options: &str| {
        let text = format!(
            "poll 127.0.0.1 port {plain} proto imap auth password user \"fetch\" password \"secret\" \
             sslproto \"\" mda \"cat >> {}\" {options}\n",
            fetched.display(),
        );
        fs::write(&rc, text).unwrap();
        fs::set_permissions(&rc, fs::Permissions::from_mode(0o600)).unwrap();
        let ids = dir.path().join("ids").display().to_string();
        // Its lock and its files are at home.
        let home = format!("FETCHMAILHOME={}", dir.path().display());
        let rc = rc.display().to_string();
        let args = [&home, "fetchmail", "-f", &rc, "--nosyslog", "-i", &ids].map(str::to_owned);
        let output = run("env", &args).await;
        assert!(output.status.success(), "{output:?}");
        let text = fs::read_to_string(&fetched).unwrap();
        text.lines().filter_map(|line| line.strip_prefix("Subject: ")).map(str::to_owned).collect()
    };
    // Only what is unseen, which is seen from then on.
    let got: Vec<String> = pass("keep").await;
    assert_eq!(got, ["first", "third"]);
    let kept = ["first \\Seen", "second \\Seen", "third \\Flagged \\Seen"];
    assert_eq!(inbox(plain, "fetch", &[]).await, kept);
    let got: Vec<String> = pass("fetchall nokeep").await;
    assert_eq!(got, ["first", "third", "first", "second", "third"]);
    assert!(inbox(plain, "fetch", &[]).await.is_empty());
}
