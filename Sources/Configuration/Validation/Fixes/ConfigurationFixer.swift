internal import YAMLTree

/// What `--fix` would write.
package struct FixProposal: Sendable, Equatable {
  /// One file's text before and after. The path has no symbolic links in it.
  package struct Change: Sendable, Equatable {
    package var path: String
    package var before: [UInt8]
    package var after: [UInt8]
  }

  /// In the order of their paths.
  package var changes: [Change]
  /// The findings that are gone.
  package var fixed: [Diagnostic]
  /// The findings whose fixes would do harm: the files would have more findings, or could not be read.
  package var refused: [Diagnostic]
  /// What remains once the changes are made.
  package var report: ValidationReport
}

/// Makes the certain fixes in memory until none is left, judging the files again after each round.
package struct ConfigurationFixer {
  /// Overlapping fixes take a round each.
  private static let maxRounds = 200

  private let files: any FileReader
  private let judge: (any FileReader) -> ValidationReport

  /// - Parameters:
  ///   - files: Where the files are read; nothing is written.
  ///   - judge: Validates the same files, reading them where it is told.
  package init(
    files: any FileReader = LocalFiles(), judge: @escaping (any FileReader) -> ValidationReport
  ) {
    self.files = files
    self.judge = judge
  }

  /// A change is proposed only if the files have no more findings with it, and no more errors.
  package func proposal() -> FixProposal {
    var texts = ChangedFiles(files)
    var report = judge(texts)
    var fixed: [Diagnostic] = []
    var refused: [Diagnostic] = []
    var isOneByOne = false
    for _ in 0..<Self.maxRounds {
      let waiting = report.diagnostics.filter { $0.fix != nil && !refused.contains($0) }
      let batch = Array(isOneByOne ? waiting.prefix(1) : waiting[...])
      guard !batch.isEmpty else { break }
      let (changed, applied) = applying(batch, to: texts)
      let mended = batch.filter { $0.fix.map(applied.contains) ?? false }
      let after = judge(changed)
      // One alone may uncover another finding in place of its own, such as those below a misspelt key.
      let expected = report.diagnostics.count - (isOneByOne ? 0 : mended.count)
      if !mended.isEmpty, after.diagnostics.count <= expected, after.isNoWorse(than: report) {
        fixed += mended
        (texts, report) = (changed, after)
      } else if isOneByOne {
        refused += batch
      } else {
        // Not every one of them did what it should: those that do are still made.
        isOneByOne = true
      }
    }
    return FixProposal(changes: changes(texts), fixed: fixed, refused: refused, report: report)
  }

  private func applying(_ batch: [Diagnostic], to texts: ChangedFiles) -> (ChangedFiles, Set<Fix>) {
    var changed = texts
    var applied: Set<Fix> = []
    let fixes = Dictionary(grouping: batch.compactMap(\.fix), by: \.range.file)
    for (file, fixes) in fixes.sorted(by: { $0.key < $1.key }) {
      guard let bytes = try? changed.read(file, maxBytes: YAMLLimits().maxBytes) else { continue }
      let text = FixedText(bytes, applying: fixes)
      applied.formUnion(text.applied)
      changed.replace(file, with: text.bytes)
    }
    return (changed, applied)
  }

  private func changes(_ texts: ChangedFiles) -> [FixProposal.Change] {
    texts.texts.sorted { $0.key < $1.key }.compactMap { path, after in
      guard let before = try? files.read(path, maxBytes: YAMLLimits().maxBytes), before != after else {
        return nil
      }
      return FixProposal.Change(path: path, before: before, after: after)
    }
  }
}

extension ValidationReport {
  fileprivate func isNoWorse(than other: ValidationReport) -> Bool {
    diagnostics != other.diagnostics && errors <= other.errors && unopened <= other.unopened
  }
}
