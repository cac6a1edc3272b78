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
    A request is held whole, and while it is decompressed, against `limits.memory`. With less than four times \
    `receivers.otlp.max_message_size` a few large requests, or one program that sends them, keep everybody else \
    out. Lower `max_message_size` or raise `limits.memory`.
    """,
    wrong: "limits: { memory: 128MiB }",
    right: "limits: { memory: 128MiB }\nreceivers: { otlp: { max_message_size: 16MiB } }")
}
