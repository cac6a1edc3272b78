@unsafe @preconcurrency internal import Glibc

/// Arguments and environment as bytes, the way the system keeps them.
package enum ProcessImage {
  /// The last `count` arguments of this program.
  package static func lastArguments(_ count: Int) -> [[UInt8]] {
    // The vector has `argc` texts that live as long as the process.
    (max(0, Int(CommandLine.argc) - count)..<Int(CommandLine.argc)).compactMap { index in
      unsafe CommandLine.unsafeArgv[index].map { unsafe bytes($0) }
    }
  }

  /// `NAME=value` of every variable. Nobody may change the environment meanwhile, and nobody does.
  package static var environment: [[UInt8]] {
    var entry = unsafe environ
    var entries: [[UInt8]] = []
    // A null pointer ends the vector.
    while let text = unsafe entry.pointee {
      unsafe entries.append(bytes(text))
      unsafe entry += 1
    }
    return entries
  }

  /// Lets a command take the place of this program, with its process id and everything that is open.
  ///
  /// - Returns: Only if it cannot be run: the system's error number.
  package static func replace(_ arguments: [[UInt8]], environment: [[UInt8]]) -> Int32 {
    let environmentTexts = CStringVector(environment)
    return firstRunnable(arguments, environment) { file, arguments in
      let file = CStringVector([file])
      let arguments = CStringVector(arguments)
      // All three live until the call returns, which it does only in failure.
      guard let path = unsafe file.base[0] else { return ENOENT }
      return unsafe execve(path, arguments.base, environmentTexts.base) == 0 ? 0 : errno
    }
  }

  /// Tries one file after the other as `execvp` does.
  ///
  /// - Parameters:
  ///   - arguments: The command and what follows it.
  ///   - environment: Where `PATH` is looked for.
  ///   - run: Runs a file with arguments; returns 0, or the system's error number.
  /// - Returns: 0, or the error number that tells most.
  static func firstRunnable(
    _ arguments: [[UInt8]], _ environment: [[UInt8]], _ run: ([UInt8], [[UInt8]]) -> Int32
  ) -> Int32 {
    guard let command = arguments.first else { return ENOENT }
    var isDenied = false
    let path = ChildEnvironment.value(of: "PATH", in: environment)
    for file in ExecutableSearch.candidates(for: command, path: path) {
      let problem = run(file, arguments)
      switch problem {
      case ENOENT, ENOTDIR, ESTALE, ENODEV, ETIMEDOUT:
        if command.contains(UInt8(ascii: "/")) { return problem }
      case EACCES: isDenied = true
      // No binary and no `#!`: a script, as shells have always taken it.
      case ENOEXEC: return run(Array("/bin/sh".utf8), [Array("sh".utf8), file] + arguments.dropFirst())
      default: return problem
      }
    }
    return isDenied ? EACCES : ENOENT
  }

  /// The system's words for an error number.
  package static func message(_ problem: Int32) -> String {
    // The text is copied before another call could change it.
    unsafe String(cString: strerror(problem))
  }

  private static func bytes(_ text: UnsafeMutablePointer<CChar>) -> [UInt8] {
    // A null byte ends the text.
    unsafe Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
  }
}

/// Texts as the system takes them: a vector of pointers that a null pointer ends.
@safe final class CStringVector {
  let base: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ texts: [[UInt8]]) {
    count = texts.count
    unsafe base = .allocate(capacity: count + 1)
    for (index, text) in texts.enumerated() {
      // As long as the text and the null byte behind it.
      let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.count + 1)
      for (offset, byte) in text.enumerated() { unsafe copy[offset] = CChar(bitPattern: byte) }
      unsafe copy[text.count] = 0
      unsafe (base + index).initialize(to: copy)
    }
    unsafe (base + count).initialize(to: nil)
  }

  deinit {
    for index in 0..<count { unsafe base[index]?.deallocate() }
    unsafe base.deallocate()
  }
}
