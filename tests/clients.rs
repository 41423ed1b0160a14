//! Real clients work against the reference: they read and write, and agree on what is there.
//!
//! A client that is not installed is skipped, and the test says so.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod clients {
    use super::{inbox, is_here, run, served, succeeds};

    mod libraries;
    mod programs;
}

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use imapspec::reference::Options;
use imapspec::target::Via;
use imapspec::target::reference::Shell;

const MESSAGE: &str = "From: al@example.org\r\nTo: bo@example.org\r\nSubject: hello\r\n\
                       Message-ID: <1@example.org>\r\nDate: Mon, 6 Jan 2025 10:00:00 +0000\r\n\r\nbody\r\n";

/// The reference on two ports, in the clear and TLS.
async fn served() -> (Shell, u16, u16) {
    let shell = Shell::new(Options::default()).unwrap();
    let plain = shell.listen(("127.0.0.1", 0), Via::Clear).await.unwrap().port();
    let tls = shell.listen(("127.0.0.1", 0), Via::Tls).await.unwrap().port();
    (shell, plain, tls)
}

fn is_here(program: &str) -> bool {
    let found =
        Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if found.is_err() {
        eprintln!("skipped: {program} is not installed");
    }
    found.is_ok()
}

/// Runs a client to its end; the reference goes on meanwhile.
async fn run(program: &str, args: &[String]) -> Output {
    let mut command = tokio::process::Command::new(program);
    command.args(args).stdin(Stdio::null()).kill_on_drop(true);
    tokio::time::timeout(Duration::from_secs(30), command.output())
        .await
        .unwrap_or_else(|_| panic!("{program} hangs"))
        .unwrap()
}

/// As [`run`]; it must succeed. Returns what it printed.
async fn succeeds(program: &str, args: &[String]) -> String {
    let output = run(program, args).await;
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program} {args:?}: {}\n{out}\n{err}", output.status);
    out.into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn curl() {
    if !is_here("curl") {
        return;
    }
    let (_shell, plain, tls) = served().await;
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), MESSAGE).unwrap();
    let file = file.path().display().to_string();
    let args = |rest: &[&str]| -> Vec<String> {
        ["-sS", "-k", "-u", "al:secret"].iter().chain(rest).map(|&a| a.to_owned()).collect()
    };
    let at = |path: &str| format!("imap://127.0.0.1:{plain}/{path}");
    succeeds("curl", &args(&["-T", &file, &at("INBOX")])).await;
    assert_eq!(succeeds("curl", &args(&[&at("INBOX;UID=1")])).await, MESSAGE);
    let over_tls = format!("imaps://127.0.0.1:{tls}/INBOX;MAILINDEX=1;SECTION=TEXT");
    assert_eq!(succeeds("curl", &args(&[&over_tls])).await, "body\r\n");
    let found = succeeds("curl", &args(&["--ssl-reqd", &at("INBOX?SUBJECT%20hello")])).await;
    assert_eq!(found, "* SEARCH 1\r\n");
    // Not AUTH=LOGIN: curl gives it an initial response, which RFC 9051 §6.2.2 wants refused.
    let listed = succeeds("curl", &args(&["--login-options", "AUTH=PLAIN", &at("")])).await;
    assert!(listed.contains("INBOX"), "{listed}");
    let refused = ["-sS", "-u", "al:wrong", &at("")].map(str::to_owned);
    assert!(!run("curl", &refused).await.status.success());
}

const IMAPLIB: &str = r#"
import imaplib, ssl, sys
message = sys.argv[3].encode()
context = ssl.create_default_context(); context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
def ok(answer): assert answer[0] == 'OK', answer; return answer[1]
first = imaplib.IMAP4('127.0.0.1', int(sys.argv[1])); ok(first.starttls(context))
second = imaplib.IMAP4_SSL('127.0.0.1', int(sys.argv[2]), ssl_context=context)
ok(first.authenticate('LOGIN', lambda asked: 'py' if asked.startswith(b'User') else 'secret'))
ok(second.login('py', 'secret'))
ok(first.create('"a folder"')); ok(first.subscribe('"a folder"'))
assert any(b'a folder' in line for line in ok(second.lsub()))
ok(first.append('"a folder"', r'(\Flagged)', '" 6-Jan-2025 10:00:00 +0100"', message))
assert ok(second.select('"a folder"')) == [b'1']
assert ok(second.fetch('1', '(BODY.PEEK[])'))[0][1] == message
ok(second.store('1', '+FLAGS', r'(\Deleted keyword)'))
assert ok(first.select('"a folder"')) == [b'1']
assert b'keyword' in ok(first.fetch('1', '(FLAGS INTERNALDATE)'))[0]
assert ok(first.search(None, 'KEYWORD', 'keyword')) == [b'1']
assert ok(second.expunge()) == [b'1']
ok(first.noop()); assert first.untagged_responses['EXPUNGE'] == [b'1'], first.untagged_responses
ok(second.close()); ok(second.delete('"a folder"')); first.logout(); second.logout()
print('done')
"#;

#[tokio::test(flavor = "multi_thread")]
async fn python_imaplib() {
    if !is_here("python3") {
        return;
    }
    let (_shell, plain, tls) = served().await;
    let args = ["-c", IMAPLIB, &plain.to_string(), &tls.to_string(), MESSAGE].map(str::to_owned);
    assert_eq!(succeeds("python3", &args).await, "done\n");
}

/// Two folders on this side, one account on the other.
fn mbsync_configuration(dir: &Path, port: u16) -> String {
    let mut text = format!(
        "IMAPAccount ref\nHost 127.0.0.1\nPort {port}\nUser mb\nPass secret\nSSLType None\n\
         AuthMechs LOGIN\nTimeout 10\n\nIMAPStore far\nAccount ref\n\n"
    );
    for name in ["one", "two"] {
        let path = dir.join(name).display().to_string();
        text.push_str(&format!(
            "MaildirStore {name}\nPath {path}/\nInbox {path}/INBOX\nSubFolders Verbatim\n\n\
             Channel {name}\nFar :far:\nNear :{name}:\nPatterns *\nCreate Both\nExpunge Both\n\
             SyncState *\n\n"
        ));
    }
    text
}

/// Subjects and flags of a maildir, sorted.
fn maildir(dir: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for part in ["cur", "new"] {
        for entry in fs::read_dir(dir.join(part)).into_iter().flatten().flatten() {
            let text = fs::read_to_string(entry.path()).unwrap();
            let subject = text.lines().find_map(|line| line.strip_prefix("Subject: "));
            let name = entry.file_name().to_string_lossy().into_owned();
            let flags = name.rsplit_once(":2,").map(|(_, flags)| flags.to_owned());
            found.push((subject.unwrap_or_default().to_owned(), flags.unwrap_or_default()));
        }
    }
    found.sort();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn mbsync() {
    if !is_here("mbsync") {
        return;
    }
    let (_shell, plain, _) = served().await;
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (dir.path().join("one/INBOX"), dir.path().join("two/INBOX"));
    for part in ["cur", "new", "tmp"] {
        fs::create_dir_all(one.join(part)).unwrap();
    }
    fs::create_dir_all(dir.path().join("two")).unwrap();
    for (subject, flags) in [("first", "S"), ("second", "FS"), ("third", "S")] {
        let text = format!("From: a@b\nMessage-ID: <{subject}@x>\nSubject: {subject}\n\nbody\n");
        fs::write(one.join(format!("cur/{subject}.host:2,{flags}")), text).unwrap();
    }
    let rc = dir.path().join("mbsyncrc");
    fs::write(&rc, mbsync_configuration(dir.path(), plain)).unwrap();
    let sync = |channel: &str| ["-c", &rc.display().to_string(), channel].map(str::to_owned);
    succeeds("mbsync", &sync("one")).await;
    succeeds("mbsync", &sync("two")).await;
    assert_eq!(maildir(&two), maildir(&one));
    assert_eq!(maildir(&two).len(), 3);

    // One message goes and another changes on the second side; the first must come to agree.
    for entry in fs::read_dir(two.join("cur")).unwrap().flatten() {
        let text = fs::read_to_string(entry.path()).unwrap();
        let name = entry.path().display().to_string();
        if text.contains("Subject: first") {
            fs::remove_file(&name).unwrap();
        } else if text.contains("Subject: third") {
            fs::rename(&name, name.replace(":2,S", ":2,RS")).unwrap();
        }
    }
    succeeds("mbsync", &sync("two")).await;
    succeeds("mbsync", &sync("one")).await;
    let expected = [("second", "FS"), ("third", "RS")].map(|(s, f)| (s.to_owned(), f.to_owned()));
    assert_eq!(maildir(&one), expected);
}

/// Appends messages `subject` to INBOX, or reads what is there: subjects and flags, sorted.
const INBOX: &str = r#"
import imaplib, re, sys
client = imaplib.IMAP4('127.0.0.1', int(sys.argv[1])); client.login(sys.argv[2], 'secret')
for word in sys.argv[3:]:
    subject, _, flags = word.partition('/')
    message = f'From: a@b\r\nMessage-ID: <{subject}@x>\r\nSubject: {subject}\r\n\r\nbody\r\n'
    assert client.append('INBOX', f'({flags})', None, message.encode())[0] == 'OK'
count = int(client.select('INBOX', readonly=True)[1][0])
for number in range(1, count + 1):
    header = client.fetch(str(number), '(BODY.PEEK[HEADER.FIELDS (SUBJECT)])')[1][0][1].decode()
    flags = imaplib.ParseFlags(client.fetch(str(number), '(FLAGS)')[1][0])
    print(header.split(': ')[1].strip(), *sorted(f.decode() for f in flags if f != b'\\Recent'))
client.logout()
"#;

/// Puts messages `subject/flags` into INBOX; what is there then, a line a message, sorted.
async fn inbox(port: u16, user: &str, messages: &[&str]) -> Vec<String> {
    let port = port.to_string();
    let args: Vec<String> =
        ["-c", INBOX, &port, user].iter().chain(messages).map(|&arg| arg.to_owned()).collect();
    let mut lines: Vec<String> =
        succeeds("python3", &args).await.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// InterIMAP needs QRESYNC and believes what it is told: two accounts become the same.
#[tokio::test(flavor = "multi_thread")]
async fn interimap() {
    if !is_here("interimap") || !is_here("python3") {
        return;
    }
    let (_shell, plain, _) = served().await;
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("config");
    let account = |name: &str| {
        format!(
            "[{name}]\ntype = imap\nhost = 127.0.0.1\nport = {plain}\nusername = {name}\n\
             password = secret\nSTARTTLS = NO\n\n"
        )
    };
    let database = dir.path().join("db").display().to_string();
    let text = format!("database = {database}\n\n{}{}", account("local"), account("remote"));
    fs::write(&config, text).unwrap();
    let sync = async || {
        let args = [format!("--config={}", config.display())];
        succeeds("interimap", &args).await;
    };
    inbox(plain, "local", &["first/\\Seen", "second/\\Flagged word"]).await;
    inbox(plain, "remote", &["third/"]).await;
    sync().await;
    let expected = ["first \\Seen", "second \\Flagged word", "third"];
    for user in ["local", "remote"] {
        assert_eq!(inbox(plain, user, &[]).await, expected, "{user}");
    }

    // A message more, one less, and other flags: the second pass asks only for what is new.
    const CHANGE: &str = r#"
import imaplib, sys
client = imaplib.IMAP4('127.0.0.1', int(sys.argv[1])); client.login('local', 'secret')
client.select('INBOX')
def number(subject): return client.search(None, 'SUBJECT', subject)[1][0].decode()
client.store(number('first'), '+FLAGS', r'(\Deleted)'); client.expunge()
client.store(number('third'), 'FLAGS', r'(\Answered)'); client.logout()
"#;
    succeeds("python3", &["-c", CHANGE, &plain.to_string()].map(str::to_owned)).await;
    inbox(plain, "remote", &["fourth/\\Draft"]).await;
    sync().await;
    let expected = ["fourth \\Draft", "second \\Flagged word", "third \\Answered"];
    for user in ["local", "remote"] {
        assert_eq!(inbox(plain, user, &[]).await, expected, "{user}");
    }
}

/// OfflineIMAP brings a folder tree down, and changes of flags and removals up.
#[tokio::test(flavor = "multi_thread")]
async fn offlineimap() {
    if !is_here("offlineimap") || !is_here("python3") {
        return;
    }
    let (_shell, plain, _) = served().await;
    let dir = tempfile::tempdir().unwrap();
    let (rc, folders) = (dir.path().join("rc"), dir.path().join("mail"));
    let text = format!(
        "[general]\naccounts = a\nui = basic\nmetadata = {meta}\n[Account a]\n\
         localrepository = near\nremoterepository = far\n[Repository near]\ntype = Maildir\n\
         localfolders = {folders}\n[Repository far]\ntype = IMAP\nremotehost = 127.0.0.1\n\
         remoteport = {plain}\nremoteuser = off\nremotepass = secret\nssl = no\nstarttls = no\n",
        meta = dir.path().join("meta").display(),
        folders = folders.display(),
    );
    fs::write(&rc, text).unwrap();
    let args = ["-o", "-c", &rc.display().to_string()].map(str::to_owned);
    inbox(plain, "off", &["first/\\Seen", "second/\\Seen \\Flagged", "third/\\Seen"]).await;
    succeeds("offlineimap", &args).await;
    let near = folders.join("INBOX");
    let expected = [("first", "S"), ("second", "FS"), ("third", "S")];
    assert_eq!(maildir(&near), expected.map(|(s, f)| (s.to_owned(), f.to_owned())));

    for entry in fs::read_dir(near.join("cur")).unwrap().flatten() {
        let text = fs::read_to_string(entry.path()).unwrap();
        let name = entry.path().display().to_string();
        if text.contains("Subject: first") {
            fs::remove_file(&name).unwrap();
        } else if text.contains("Subject: third") {
            fs::rename(&name, name.replace(":2,S", ":2,RS")).unwrap();
        }
    }
    succeeds("offlineimap", &args).await;
    let expected = ["second \\Flagged \\Seen", "third \\Answered \\Seen"];
    assert_eq!(inbox(plain, "off", &[]).await, expected);
}
