/// A YAML file as a tree in which every node knows its line and column.
package struct YAMLDocument: Sendable, Equatable {
  /// Nil for a file with nothing in it but comments.
  package var root: YAMLNode?
  /// Faults that leave the rest of the file readable: keys that stand twice, wrong merge keys, tags.
  package var faults: [YAMLError]
  /// What ended the reading early, if anything did; the root is nil then.
  package var failure: YAMLError?

  /// Reads one document. Anchors, aliases and `<<` merge keys are expanded.
  ///
  /// - Parameters:
  ///   - bytes: UTF-8, with or without a byte order mark.
  ///   - file: The name for messages; nothing is opened.
  ///   - limits: What is refused with an error of kind `limit`.
  package init(parsing bytes: [UInt8], file: String, limits: YAMLLimits = YAMLLimits()) {
    faults = []
    do {
      let text = try Self.checked(bytes, file: file, limits: limits)
      var composer = Composer(bytes: text, file: file, limits: limits)
      root = try composer.compose()
      faults = composer.faults
      if faults.contains(where: { $0.repeated != nil }) {
        let mender = YAMLMender(text)
        for index in faults.indices {
          faults[index].mend = faults[index].repeated.flatMap(mender.removal)
        }
      }
    } catch {
      failure = error
      if error.message == EventParser.unquotedReference {
        failure?.mend = YAMLMender(bytes).quotes(aroundReferenceAt: error.range)
      }
    }
  }

  private static func checked(
    _ bytes: [UInt8], file: String, limits: YAMLLimits
  ) throws(YAMLError) -> [UInt8] {
    let start = SourcePosition(line: 1, column: 1)
    guard bytes.count <= limits.maxBytes else {
      throw YAMLError(
        .limit, "the file is larger than \(limits.maxBytes) bytes",
        at: SourceRange(file: file, start: start, end: start))
    }
    if let fault = TextCheck.fault(in: bytes, file: file) { throw fault }
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(3)) : bytes
  }
}
