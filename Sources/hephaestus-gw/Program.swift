internal import ArgumentParser
internal import Dispatch

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Runs a command that does not wait for anything asynchronous on the main thread, before there is any other: it
/// starts sooner, and `exec` has the signals of the process to itself.
@main
enum Program {
  static func main() {
    do {
      var command = try HephaestusGW.parseAsRoot()
      guard command is any AsyncParsableCommand else { return try command.run() }
    } catch {
      HephaestusGW.exit(withError: error)
    }
    Task {
      await HephaestusGW.main()
      exit(EXIT_SUCCESS)
    }
    dispatchMain()
  }
}
