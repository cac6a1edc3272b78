/// What a command and the processes it waited for used.
package struct ResourceUse: Sendable, Equatable {
  /// Of the largest of them.
  package var maxResidentBytes: Int
  package var userSeconds: Double
  package var systemSeconds: Double

  package init(maxResidentBytes: Int = 0, userSeconds: Double = 0, systemSeconds: Double = 0) {
    self.maxResidentBytes = maxResidentBytes
    self.userSeconds = userSeconds
    self.systemSeconds = systemSeconds
  }
}
