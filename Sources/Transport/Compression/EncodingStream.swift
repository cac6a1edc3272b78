/// Packs a body of unknown length piece by piece.
package protocol EncodingStream: AnyObject {
  /// What can be sent after the next piece, which may be nothing. Nothing follows the last piece.
  func encode(_ bytes: [UInt8], isLast: Bool) -> [UInt8]
}
