import TelemetryEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file of lines that is appended to and rotated. Not for several threads at once.
struct LineFile: ~Copyable {
  private let path: String
  private let plan: RotationPlan
  private var descriptor: Descriptor
  private var identity: Descriptor.Status
  /// Whether the file ends within a line, after a crash or a full disk: the next line then begins
  /// with a line end of its own, and readers lose the torn line only.
  private var endsTorn: Bool

  /// Opens the file; makes it, and the directories above it with mode 0700, where they are missing.
  init(path: String, plan: RotationPlan) throws(FileTargetError) {
    try Self.makeDirectory(above: path)
    let opened: Descriptor
    let status: Descriptor.Status
    let lastByte: UInt8?
    do throws(SystemCallError) {
      let descriptor = try Descriptor.appending(to: path)
      status = try descriptor.status()
      let isEmpty = status.kind != .regular || status.size == 0
      lastByte = isEmpty ? nil : try descriptor.byte(at: status.size - 1)
      opened = descriptor
    } catch {
      throw FileTargetError(.open, path, error)
    }
    guard status.kind != .other else { throw FileTargetError(.open, path, nil) }
    self.path = path
    self.plan = plan
    descriptor = opened
    identity = status
    endsTorn = lastByte != nil && lastByte != UInt8(ascii: "\n")
  }

  /// Appends a line.
  ///
  /// - Parameter line: a line end, then the line with its own line end at its end. The first byte is
  ///   written only where the file ends within a line.
  /// - Throws: why the line is not in the file.
  mutating func append(_ line: RawSpan) throws(FileTargetError) {
    try reopenIfMoved()
    var status = try currentStatus()
    if status.kind == .regular, plan.startsNewFile(size: status.size, adding: line.byteCount - 1) {
      try rotate()
      status = try currentStatus()
    }
    try write(line, endsTorn ? 0 : 1, status)
  }

  private mutating func write(
    _ line: RawSpan, _ start: Int, _ status: Descriptor.Status
  ) throws(FileTargetError) {
    var machine = LineWrite(start..<line.byteCount, fileSize: status.size)
    var step = machine.first
    while true {
      switch step {
      case .write(let from):
        do throws(SystemCallError) {
          step = machine.wrote(try descriptor.write(line, from: from))
        } catch {
          step = machine.failed(error)
        }
      case .truncate(let size):
        do throws(SystemCallError) {
          try descriptor.truncate(to: size)
          step = machine.truncated(nil)
        } catch {
          step = machine.truncated(error)
        }
      case .done:
        endsTorn = false
        return
      case .failed(let cause, let isTorn):
        endsTorn = endsTorn || isTorn
        throw FileTargetError(.write, path, cause)
      }
    }
  }

  private func currentStatus() throws(FileTargetError) -> Descriptor.Status {
    do throws(SystemCallError) {
      return try descriptor.status()
    } catch {
      throw FileTargetError(.write, path, error)
    }
  }

  /// Someone else may have moved or removed the file; what is written must be found under its path.
  private mutating func reopenIfMoved() throws(FileTargetError) {
    if let there = try? Descriptor.status(of: path), there.inode == identity.inode,
      there.device == identity.device
    {
      return
    }
    self = try LineFile(path: path, plan: plan)
  }

  /// Renames the old files and begins a new one. If a rename fails, nothing is written: a disk that
  /// fills up for good would be worse than waiting.
  private mutating func rotate() throws(FileTargetError) {
    let oldFiles = Set((1...plan.keptFiles).filter { PathCalls.exists(name($0)) })
    for step in plan.renames(oldFiles: oldFiles) {
      do throws(SystemCallError) {
        try PathCalls.rename(name(step.from), to: name(step.to))
      } catch {
        throw FileTargetError(.rotate, name(step.from), error)
      }
    }
    self = try LineFile(path: path, plan: plan)
  }

  private func name(_ number: Int) -> String { number == 0 ? path : "\(path).\(number)" }

  private static func makeDirectory(above path: String) throws(FileTargetError) {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    let directory = String(path[..<slash])
    guard !directory.isEmpty, !PathCalls.exists(directory) else { return }
    try makeDirectory(above: directory)
    do throws(SystemCallError) {
      try PathCalls.makeDirectory(directory)
    } catch  where error.code == EEXIST {
      return
    } catch {
      throw FileTargetError(.createDirectory, directory, error)
    }
  }
}
