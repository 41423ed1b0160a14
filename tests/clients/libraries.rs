//! Client libraries of other languages: each plays one session and prints what it was told.

use super::{is_here, served, succeeds};

/// Whether the interpreter has the library; the test is skipped where it has not.
async fn has(program: &str, args: &[&str]) -> bool {
    if !is_here(program) {
        return false;
    }
    let args: Vec<String> = args.iter().map(|&arg| arg.to_owned()).collect();
    let found = super::run(program, &args).await.status.success();
    if !found {
        eprintln!("skipped: {program} {} does not work", args.join(" "));
    }
    found
}

const PERL: &str = r#"
use strict; use Mail::IMAPClient;
my ($port, $user) = @ARGV;
sub client {
    Mail::IMAPClient->new(Server => '127.0.0.1', Port => $port, User => $user, Password => 'secret', Uid => 1)
        or die $@;
}
my ($c, $d) = (client(), client());
sub ok { my ($v, $w) = @_; die "$w: " . ($c->LastError // '') unless $v }
sub mail { "From: a\@x\r\nSubject: $_[0]\r\nMessage-ID: <$_[0]\@x>\r\n\r\nbody $_[0]\r\n" }
my $folder = 'a "folder"';
ok($c->create($folder), 'create'); ok($c->subscribe($folder), 'subscribe');
for (qw(one two three)) {
    print $c->append_string('INBOX', mail($_), $_ eq 'two' ? '\\Seen' : ''), "\n";
}
ok($c->select('INBOX'), 'select');
print join(',', $c->search('UNSEEN')), ' ', join(',', $c->sort('REVERSE SUBJECT', 'UTF-8', 'ALL')), "\n";
print $c->message_string(1) eq mail('one') ? 'same' : 'other', ' ', $c->subject(2), "\n";
my $all = $c->fetch_hash('RFC822.SIZE');
print join(',', map { "$_:$all->{$_}{'RFC822.SIZE'}" } sort keys %$all), "\n";
ok($c->copy($folder, 1), 'copy'); ok($c->move($folder, 2), 'move'); ok($c->expunge, 'expunge');
ok($c->set_flag('Word', 1), 'flag');
print scalar(@{[$c->messages]}), ' ', join(',', $c->search('KEYWORD', 'Word')), "\n";
print join(';', sort $c->folders), ' ', join(';', $c->subscribed), ' ', $c->message_count($folder), "\n";
my $idle = $c->idle; $d->append_string('INBOX', mail('four'));
print grep({ /EXISTS/ } @{ $c->idle_data(5) }) ? "told\n" : "not told\n";
ok($c->done($idle), 'done');
my $rights = $c->getacl('INBOX'); print join(',', keys %$rights), "\n";
ok($c->compress, 'compress'); print join(',', $c->search('ALL')), "\n";
ok($c->close, 'close'); ok($c->delete($folder), 'delete'); ok($c->logout, 'logout'); $d->logout;
"#;

#[tokio::test(flavor = "multi_thread")]
async fn perl_imapclient() {
    if !has("perl", &["-MMail::IMAPClient", "-e", "1"]).await {
        return;
    }
    let (_shell, plain, _) = served().await;
    let args = ["-e", PERL, &plain.to_string(), "pl"].map(str::to_owned);
    let expected = "1\n2\n3\n1,3 2,3,1\nsame two\n1:58,2:58,3:64\n2 1\n\
                    INBOX;a \"folder\" a \"folder\" 2\ntold\npl\n1,3,4\n";
    assert_eq!(succeeds("perl", &args).await, expected);
}

const RUBY: &str = r#"
require 'net/imap'
port, user = ARGV
open = -> { c = Net::IMAP.new('127.0.0.1', port: port.to_i); c.login(user, 'secret'); c }
mail = ->(s) { "From: a@x\r\nSubject: #{s}\r\nMessage-ID: <#{s}@x>\r\n\r\nbody\r\n" }
c = open.call; d = open.call
name = "Ordner f\u00fcr &"
folder = Net::IMAP.encode_utf7(name); c.create(folder); c.subscribe(folder)
%w[one two three].each { |s| c.append('INBOX', mail[s], s == 'two' ? [:Seen] : [], Time.at(1736157600)) }
p c.lsub('', '*').map { |x| Net::IMAP.decode_utf7(x.name) } == [name]
c.select('INBOX')
p c.uid_search(['UNSEEN']), c.sort(['REVERSE', 'SUBJECT'], ['ALL'], 'UTF-8')
p c.thread('REFERENCES', ['ALL'], 'UTF-8').map(&:seqno)
c.fetch(1..-1, ['UID', 'ENVELOPE', 'BODYSTRUCTURE', 'INTERNALDATE', 'BODY.PEEK[]']).each { |f|
  subject = f.attr['ENVELOPE'].subject
  p [f.attr['UID'], subject, f.attr['BODYSTRUCTURE'].subtype, f.attr['BODY[]'] == mail[subject]] }
c.uid_copy(1, folder); c.uid_move(2, folder); p c.status(folder, %w[MESSAGES UNSEEN]).values
c.store(1, '+FLAGS', [:Deleted]); p c.expunge.last
p c.getacl('INBOX').map(&:user) == [user]
Thread.new { sleep 0.2; d.append('INBOX', mail['four']) }
told = []
c.idle(5) { |r| told << r.name if r.respond_to?(:name); c.idle_done if told.last == 'EXISTS' }
p told.first
c.close; c.unsubscribe(folder); c.delete(folder); c.logout; d.logout
"#;

#[tokio::test(flavor = "multi_thread")]
async fn ruby_net_imap() {
    if !has("ruby", &["-rnet/imap", "-e", "1"]).await {
        return;
    }
    let (_shell, plain, _) = served().await;
    let args = ["-e", RUBY, &plain.to_string(), "rb"].map(str::to_owned);
    let expected = "true\n[1, 3]\n[2, 3, 1]\n[1, 2, 3]\n[1, \"one\", \"PLAIN\", true]\n\
                    [2, \"two\", \"PLAIN\", true]\n[3, \"three\", \"PLAIN\", true]\n[2, 1]\n1\n\
                    true\n\"EXISTS\"\n";
    assert_eq!(succeeds("ruby", &args).await, expected);
}
