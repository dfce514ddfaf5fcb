//! The `soyuz` program; see [`soyuz_rendezvous::cli`].

fn main() -> std::process::ExitCode {
    soyuz_rendezvous::cli::main()
}
