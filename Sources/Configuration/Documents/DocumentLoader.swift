internal import YAMLTree

/// Reads a file and everything it includes.
struct DocumentLoader {
  private static let maxFiles = 64

  private let files: any FileReader
  private let allowsExternalIncludes: Bool
  private let limits = YAMLLimits()
  private var folder = "."
  /// Canonical paths of the files between the first one and the one being read.
  private var open: [(path: String, name: String)] = []
  private var seen: Set<String> = []
  private(set) var set = ConfigurationSet()
  private(set) var sources = SourceLines()
  private(set) var ignores: [IgnoreComment] = []
  private(set) var levels = LintLevels()
  private(set) var diagnostics: [Diagnostic] = []

  /// `allowsExternalIncludes` is whether an include may lie outside the folder of the file that was named,
  /// symbolic links followed.
  init(files: any FileReader, allowsExternalIncludes: Bool = false) {
    self.files = files
    self.allowsExternalIncludes = allowsExternalIncludes
  }

  /// Reads the file that `--config`, the search or the command line of `validate` named.
  ///
  /// - Parameter path: `-` is standard input, whose includes resolve from the working directory.
  /// - Throws: If the file itself cannot be opened; everything else is a diagnostic.
  mutating func load(_ path: String) throws(FileProblem) {
    if path == "-" {
      folder = files.canonicalPath(".")
      try read(path, name: PathText.standardInput, isIncluded: false, from: ".")
    } else {
      folder = PathText.folder(of: files.canonicalPath(path))
      try read(path, name: path, isIncluded: false, from: PathText.folder(of: path))
    }
  }

  /// Reads a text that is at hand, such as the built-in file. It includes nothing.
  mutating func load(text: [UInt8], name: String) {
    take(text, name: name, isIncluded: false, from: ".")
  }

  private mutating func read(
    _ path: String, name: String, isIncluded: Bool, from folder: String
  ) throws(FileProblem) {
    let canonical = path == "-" ? "-" : files.canonicalPath(path)
    let bytes: [UInt8]
    do {
      bytes = try files.read(path, maxBytes: limits.maxBytes)
    } catch FileProblem.tooLarge {
      let start = SourcePosition(line: 1, column: 1)
      diagnostics.append(
        Diagnostic(
          .error, .limit, "the file is larger than \(limits.maxBytes) bytes",
          at: SourceRange(file: name, start: start, end: start)))
      return
    } catch {
      throw error
    }
    seen.insert(canonical)
    open.append((canonical, name))
    take(bytes, name: name, isIncluded: isIncluded, from: folder)
    open.removeLast()
  }

  private mutating func take(_ bytes: [UInt8], name: String, isIncluded: Bool, from folder: String) {
    let document = YAMLDocument(parsing: bytes, file: name, limits: limits)
    sources.add(bytes, of: document, file: name)
    var reader = DocumentReader(isIncluded: isIncluded)
    reader.read(document, file: name)
    diagnostics += reader.diagnostics
    ignores += IgnoreCommentScan.comments(in: bytes, of: document, file: name)
    levels.add(reader.lint, of: name)
    for fragment in reader.fragments { add(fragment) }
    for mention in reader.includes { include(mention, from: folder) }
  }

  private mutating func add(_ fragment: Fragment) {
    guard let first = set.fragments[fragment.kind] else {
      set.fragments[fragment.kind] = fragment
      return
    }
    let place = "\(first.range.file):\(first.range.start.line)"
    report(.duplicateName, "\(fragment.kind) is already declared at \(place)", at: fragment.range)
  }

  private mutating func include(_ mention: Fragment.Mention, from folder: String) {
    guard allowsExternalIncludes || !mention.name.hasPrefix("/") else {
      return report(
        .include, "an include is relative to the file it stands in; --allow-external-includes lets others in",
        at: mention.range)
    }
    let pattern = PathText.join(folder, mention.name)
    guard mention.name.contains(where: { "*?".contains($0) }) else {
      return includeFile(pattern, mention)
    }
    let matches = Glob.files(matching: pattern, in: files)
    if matches.isEmpty {
      diagnostics.append(
        Diagnostic(.warning, .include, "no file matches `\(mention.name.shown)`", at: mention.range))
    }
    for match in matches { includeFile(match, mention) }
  }

  private mutating func includeFile(_ path: String, _ mention: Fragment.Mention) {
    let canonical = files.canonicalPath(path)
    guard allowsExternalIncludes || PathText.isInside(canonical, folder) else {
      return report(
        .include,
        "`\(path.shown)` is outside the folder of the configuration; --allow-external-includes lets it in",
        at: mention.range)
    }
    if let start = open.firstIndex(where: { $0.path == canonical }) {
      let circle = (open[start...].map(\.name) + [open[start].name]).joined(separator: " → ")
      return report(.cycle, "files include one another in a circle: \(circle)", at: mention.range)
    }
    if seen.contains(canonical) { return }
    guard seen.count < Self.maxFiles else {
      return report(.include, "more than \(Self.maxFiles) files", at: mention.range)
    }
    do {
      try read(path, name: path, isIncluded: true, from: PathText.folder(of: path))
    } catch {
      report(.include, "`\(path.shown)` cannot be read: \(error)", at: mention.range)
    }
  }

  private mutating func report(_ code: DiagnosticCode, _ message: String, at range: SourceRange) {
    diagnostics.append(Diagnostic(.error, code, message, at: range))
  }
}
