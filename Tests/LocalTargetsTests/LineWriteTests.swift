import Foundation
import LocalTargets
import Testing

@Suite struct LineWriteTests {
  private let full = SystemCallError(code: ENOSPC)

  /// A line of bytes 1..<11 of its buffer, for a file of 500 bytes.
  private func machine() -> LineWrite { LineWrite(1..<11, fileSize: 500) }

  @Test func oneWriteIsTheUsualCase() {
    var line = machine()
    #expect(line.first == .write(from: 1))
    #expect(line.wrote(10) == .done)
  }

  @Test func aShortWriteIsContinued() {
    var line = machine()
    #expect(line.wrote(3) == .write(from: 4))
    #expect(line.failed(SystemCallError(code: EINTR)) == .write(from: 4))
    #expect(line.wrote(6) == .write(from: 10))
    #expect(line.wrote(1) == .done)
  }

  @Test func aFailureAtTheStartLeavesTheFileAsItIs() {
    var line = machine()
    #expect(line.failed(full) == .failed(full, isTorn: false))
  }

  @Test func halfALineIsCutOff() {
    var line = machine()
    #expect(line.wrote(9) == .write(from: 10))
    #expect(line.failed(full) == .truncate(to: 500))
    #expect(line.truncated(nil) == .failed(full, isTorn: false))
  }

  @Test func halfALineThatStaysIsReported() {
    var line = machine()
    #expect(line.wrote(9) == .write(from: 10))
    #expect(line.failed(full) == .truncate(to: 500))
    #expect(line.truncated(SystemCallError(code: EIO)) == .failed(full, isTorn: true))
  }

  @Test func aWriteOfNothingIsNoProgress() {
    var line = machine()
    #expect(line.wrote(0) == .failed(SystemCallError(code: EIO), isTorn: false))
  }
}
