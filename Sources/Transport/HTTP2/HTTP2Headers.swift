internal import CNghttp2

/// A header list in the form libnghttp2 takes, built once and submitted any number of times, or
/// built for one message.
///
/// libnghttp2 copies the fields when they are submitted, so an instance need not outlive the call.
/// Never written after `init`, hence sendable.
@safe package final class HTTP2Headers: @unchecked Sendable {
  /// One header field.
  package struct Field: Sendable {
    package var name: String
    package var value: String
    /// Never put into the compression table, for credentials.
    package var isSensitive: Bool

    package init(_ name: String, _ value: String, isSensitive: Bool = false) {
      self.name = name
      self.value = value
      self.isSensitive = isSensitive
    }
  }

  /// Names and values one after the other; `fields` points into it.
  private let text: UnsafeMutableBufferPointer<UInt8>
  private let fields: UnsafeMutableBufferPointer<nghttp2_nv>

  /// Names must be in lower case, pseudo-headers first.
  package convenience init(_ list: [(String, String)]) {
    self.init(list.map { Field($0.0, $0.1) })
  }

  /// Names must be in lower case, pseudo-headers first.
  package init(_ list: [Field]) {
    let size = list.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    unsafe text = .allocate(capacity: max(size, 1))
    unsafe fields = .allocate(capacity: max(list.count, 1))
    var position = 0
    for (index, field) in list.enumerated() {
      let name = unsafe Self.append(field.name, to: text, at: &position)
      let value = unsafe Self.append(field.value, to: text, at: &position)
      let flags = field.isSensitive ? NGHTTP2_NV_FLAG_NO_INDEX : NGHTTP2_NV_FLAG_NONE
      // `fields` has room for `list.count` entries and `index` is below that.
      unsafe fields.initializeElement(
        at: index,
        to: nghttp2_nv(
          name: name, value: value, namelen: field.name.utf8.count, valuelen: field.value.utf8.count,
          flags: UInt8(flags.rawValue)))
    }
    count = list.count
  }

  package let count: Int

  /// `text` was sized as the sum of all strings, so each lands inside it.
  private static func append(
    _ string: String, to text: UnsafeMutableBufferPointer<UInt8>, at position: inout Int
  ) -> UnsafeMutablePointer<UInt8>? {
    let start = position
    for byte in string.utf8 {
      unsafe text[position] = byte
      position += 1
    }
    return unsafe text.baseAddress.map { unsafe $0 + start }
  }

  /// Lends the fields for the duration of `body`; the pointer must not leave it.
  @unsafe func withFields<Result>(_ body: (UnsafePointer<nghttp2_nv>?, Int) -> Result) -> Result {
    unsafe body(UnsafePointer(fields.baseAddress), count)
  }

  deinit {
    unsafe text.deallocate()
    unsafe fields.deallocate()
  }
}
