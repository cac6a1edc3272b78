/// A command that has run as a plugin, or as the guard-rails that plugins run in.
package struct Execution: Sendable, Equatable {
  package var context: ExecutionContext
  package var isGuardRails = false
  /// Whether it ran below a span `guard-rails`.
  package var isWithinGuardRails = false
  package var plugin: String
  package var version: String?
  package var category: String?
  /// As they may be told; see `CommandArguments`.
  package var arguments: [String] = []
  /// Nil for a command that never ran.
  package var processID: Int32?
  package var outcome: CommandOutcome
  package var use = ResourceUse()
  /// Nanoseconds since 1970.
  package var start: UInt64
  /// On a clock that nobody sets.
  package var duration: Duration

  package init(
    context: ExecutionContext, plugin: String, outcome: CommandOutcome, start: UInt64, duration: Duration
  ) {
    self.context = context
    self.plugin = plugin
    self.outcome = outcome
    self.start = start
    self.duration = duration
  }

  /// The name of a plugin that was given none: the command without its folder.
  package static func plugin(ofCommand command: String) -> String {
    command.split(separator: "/").last.map(String.init) ?? command
  }
}
