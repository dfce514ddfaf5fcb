//! The program `soyuz`; all of it is in [`soyuz_rendezvous::cli`].

fn main() -> std::process::ExitCode {
    soyuz_rendezvous::cli::main()
}
