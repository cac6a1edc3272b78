import Foundation
import TelemetryEngine

/// Files that the official classes made, see `Tests/tools`.
enum Golden {
  static func text(_ name: String) throws -> String {
    let folder = Bundle.module.resourceURL?.appending(path: "Goldens") ?? URL(filePath: "Goldens")
    return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// The bytes of a file in hexadecimal.
  static func bytes(_ name: String) throws -> [UInt8] {
    let digits = try text(name).filter { !$0.isWhitespace }.utf8.map { digit in
      digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
    }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
