//! A Rust server's own tests: start the server, name its address, and every scenario is a trial.
//!
//! The server here is imapspec's embedded reference, on a port of its own; put yours in its place.
//! `cargo run --example embedded -- sync` plays what has `sync` in its name.

use std::process::ExitCode;

use imapspec::harness::Suite;
use imapspec::reference::Options;
use imapspec::target::Via;
use imapspec::target::reference::Shell;

fn main() -> ExitCode {
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    let served = runtime.block_on(async {
        let shell = Shell::new(Options::default())?;
        let port = shell.listen(("127.0.0.1", 0), Via::Clear).await?.port();
        Ok::<_, std::io::Error>((shell, port))
    });
    match served {
        Ok((_shell, port)) => {
            Suite::address(&format!("imap://127.0.0.1:{port}")).any_user("secret").main()
        }
        Err(error) => {
            eprintln!("the server does not start: {error}");
            ExitCode::FAILURE
        }
    }
}
