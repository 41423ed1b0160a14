//! The corpus as trials: against the embedded reference always, against the Dovecot and Cyrus images
//! where a container engine runs (elsewhere they are listed as ignored, with the reason).

use std::process::ExitCode;

use imapspec::harness::Suite;

fn main() -> ExitCode {
    let mut suite = Suite::target("reference");
    if cfg!(feature = "containers") {
        for name in ["dovecot-2.4", "dovecot-2.3", "cyrus-3.10", "cyrus-3.6"] {
            suite = suite.and(Suite::target(name));
        }
    }
    suite.main()
}
