import Foundation

/// Files that the official classes made, see `Tests/tools`.
enum Golden {
  static func text(_ name: String) throws -> String {
    let folder = Bundle.module.resourceURL?.appending(path: "Goldens") ?? URL(filePath: "Goldens")
    return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// The bytes of a file in hexadecimal.
  static func bytes(_ name: String) throws -> [UInt8] {
    TelemetryEngineTests.bytes(try text(name))
  }
}
