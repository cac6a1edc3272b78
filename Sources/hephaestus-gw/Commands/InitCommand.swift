internal import ArgumentParser
internal import Configuration
internal import FoundationEssentials

/// `hephaestus-gw init`: a file to begin with.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Print a commented file to begin with.",
    discussion: """
      Exits 0, or 1 if the file cannot be written. A file that is there already stays as it is, unless --force \
      is given.
      """)

  @Option(name: .shortAndLong, help: ArgumentHelp("Write to this file instead.", valueName: "file"))
  var output: String?

  @Flag(help: "Replace the file if it is there.")
  var force = false

  func run() throws {
    guard let output else { return print(StarterFile.text, terminator: "") }
    let options: Data.WritingOptions = force ? [.atomic] : [.withoutOverwriting]
    do {
      try Data(StarterFile.text.utf8).write(to: URL(fileURLWithPath: output), options: options)
    } catch let error as CocoaError where error.code == .fileWriteFileExists {
      StandardError.write("error: \(output) is there already; --force replaces it")
      throw ExitCode(1)
    } catch {
      StandardError.write("error: \(output) cannot be written\(Self.reason(error))")
      throw ExitCode(1)
    }
    print(
      "wrote \(output); `hephaestus-gw --config \(output)` runs it, `hephaestus-gw validate \(output)` checks it"
    )
  }

  private static func reason(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileNoSuchFile, .fileReadNoSuchFile: ": there is no such folder"
    case .fileWriteNoPermission: ": no permission"
    case .fileWriteOutOfSpace: ": the disk is full"
    case .fileWriteVolumeReadOnly: ": the disk can only be read"
    default: ""
    }
  }
}
