import NIOCore
import TelemetryEngine
import Transport

/// `content` in `encoding`.
func packed(_ content: [UInt8], _ encoding: ContentEncoding = .gzip) -> [UInt8] {
  var wire = WireBuffer(minimumCapacity: content.count)
  wire.append(content)
  return Array(buffer: Compressor().encode(wire.sealed(), 0..<content.count, as: encoding))
}
