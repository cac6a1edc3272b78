/// Takes what a `MetricsReader` finds. What is known by its key is not read again.
package protocol MetricsConsumer: AnyObject {
  /// The number of a stream that was taken before.
  func stream(_ key: ContentKey) -> Int?
  /// Takes a stream, whose points then follow; gives it a number.
  func add(_ stream: MetricStream, _ key: ContentKey) -> Int
  /// The number of a series that was taken before: a stream's points with the same attributes.
  func series(_ key: ContentKey) -> Int?
  /// Takes a series of a stream and gives it a number; nil when its points are refused, which is for the consumer
  /// to count.
  func add(_ attributes: [ReceivedAttribute], of stream: Int, _ key: ContentKey) -> Int?
  func take(_ point: borrowing MetricPoint, series: Int, stream: Int)
}
