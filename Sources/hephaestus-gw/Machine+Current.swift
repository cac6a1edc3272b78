internal import Configuration
internal import Foundation
internal import Gateway

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
