/// Bounds that do not fit together.
enum MemoryBounds {
  static let queuesPage = RulePage(
    .queuesExceedMemory, "queues-exceed-memory", .warning,
    "The queues together may hold more than `limits.memory`.",
    """
    `limits.memory` bounds requests being received and all queues together. Where the `queue.max_size` of the targets \
    add up to more, one slow target can fill the memory before its own queue is full, and the others are refused \
    too. Raise `limits.memory` or make queues smaller.
    """,
    wrong: """
      limits: { memory: 64MiB }
      targets:
        a: { endpoint: "https://a.internal" }
        b: { endpoint: "https://b.internal" }
      """,
    right: """
      limits: { memory: 256MiB }
      targets:
        a: { endpoint: "https://a.internal" }
        b: { endpoint: "https://b.internal" }
      """)

  static let smallPage = RulePage(
    .smallMemory, "small-memory", .warning, "`limits.memory` holds only a few of the largest messages.",
    """
    A request is held whole, and while it is decompressed, against `limits.memory`. With less than three times \
    `receivers.otlp.max_message_size` a few large requests, or one program that sends them, keep everybody else \
    out. Lower `max_message_size` or raise `limits.memory`.
    """,
    wrong: "limits: { memory: 128MiB }",
    right: "limits: { memory: 128MiB }\nreceivers: { otlp: { max_message_size: 16MiB } }")
}

extension MemoryBounds {
  static let rule = ProfileRule(.queuesExceedMemory, .smallMemory) { profile in
    guard let memory = profile.placed("limits.memory", \.limits.memory) else { return [] }
    return [queues(profile, memory), messages(profile, memory)].compactMap { $0 }
  }

  private static func queues(_ profile: ResolvedProfile, _ memory: Placed<Int>) -> Diagnostic? {
    var sum = 0
    var largest: (size: Int, assignment: Assignment)?
    for (name, target) in profile.configuration.targets {
      let (size, isTooMuch) = sum.addingReportingOverflow(target.queue.maxSize)
      sum = isTooMuch ? Int.max : size
      let path = SettingPath(["targets", name, "queue", "max_size"])
      guard let assignment = profile.settings.assignment(at: path) else { continue }
      if case .unknown = assignment.value { return nil }
      let isLarger =
        (target.queue.maxSize, path) > (largest?.size ?? 0, largest?.assignment.path ?? SettingPath())
      if isLarger { largest = (target.queue.maxSize, assignment) }
    }
    guard sum > memory.value else { return nil }
    let isWritten = !memory.isDefault || largest == nil
    return Diagnostic(
      .warning, .queuesExceedMemory,
      "the queues of the targets may hold \(SizeText.format(sum)) together, more than `limits.memory`, "
        + SizeText.format(memory.value),
      at: isWritten ? memory.place : largest?.assignment.place,
      path: isWritten ? memory.path : largest?.assignment.path)
  }

  private static func messages(_ profile: ResolvedProfile, _ memory: Placed<Int>) -> Diagnostic? {
    guard let message = profile.placed("receivers.otlp.max_message_size", \.receivers.maxMessageSize),
      memory.value < 3 * message.value
    else { return nil }
    return Diagnostic(
      .smallMemory,
      "`limits.memory` is \(SizeText.format(memory.value)), and one message may have \(SizeText.format(message.value)): "
        + "a few large ones keep everybody else out", at: memory.isDefault ? message : memory)
  }
}
