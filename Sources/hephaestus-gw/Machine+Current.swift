internal import Configuration
internal import FoundationEssentials
internal import Gateway

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Machine {
  /// The one that this program runs on.
  static var current: Self {
    let environment = ProcessInfo.processInfo.environment
    return Self(
      environment: environment, certificates: PEMReader(),
      now: Int64(Date().timeIntervalSince1970),
      stateDirectory: StateDirectory.resolve(
        environment: environment, uid: getuid(), home: environment["HOME"]))
  }
}
