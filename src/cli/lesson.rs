//! Runs the examples as programs.

use std::any::Any;
use std::error::Error;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

/// Runs an example: an error is printed (exit code 1), and a closed pipe (`| head`) ends it quietly, as it ends
/// `soyuz`.
///
/// `println!` panics on a closed pipe. This function replaces the panic hook by one that is silent in that case, so call
/// it only from `main`.
pub fn lesson<T>(run: impl FnOnce() -> Result<T, Box<dyn Error>>) -> ExitCode {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |what| {
        if !is_unread(what.payload()) {
            report(what);
        }
    }));
    match panic::catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(_)) => ExitCode::SUCCESS,
        Ok(Err(error)) => super::fail(&error.to_string(), 1),
        Err(what) if is_unread(&*what) => ExitCode::SUCCESS,
        Err(what) => panic::resume_unwind(what),
    }
}

/// Whether this is the panic of `println!` on a closed pipe.
fn is_unread(panic: &(dyn Any + Send)) -> bool {
    panic.downcast_ref::<String>().is_some_and(|says| says.starts_with("failed printing to stdout"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::process::{Command, Stdio};

    const CHILD: &str = "cli::lesson::tests::a_lesson_without_end";

    #[test]
    #[ignore = "the program that the next test runs"]
    fn a_lesson_without_end() {
        let code = lesson(|| {
            for k in 0..1_000_000 {
                println!("line {k}");
            }
            Ok(())
        });
        std::process::exit(if code == ExitCode::SUCCESS { 0 } else { 3 });
    }

    #[test]
    fn a_reader_that_goes_away_ends_it_quietly() {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", CHILD, "--ignored", "--nocapture"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 100];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.is_empty(), "{:?}: {said}", output.status);
    }
}
