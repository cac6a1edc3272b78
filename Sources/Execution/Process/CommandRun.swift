/// A command that has run, or could not.
package struct CommandRun: Sendable {
  package let outcome: CommandOutcome
  /// Nil where it never ran.
  package let processID: Int32?
  package let use: ResourceUse
  /// Nanoseconds since 1970.
  package let start: UInt64
  package let duration: Duration
}
