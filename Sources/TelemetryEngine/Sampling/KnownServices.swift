/// What decides about the records of each service, remembered by the bytes of its name and by signal, since
/// privacy may let a name leave in one signal alone. Of fixed size.
struct KnownServices {
  private static let slots = 64
  private let options: PipelineOptions
  private let ownName: [UInt8]
  private var names = [[UInt8]?](repeating: nil, count: slots)
  private var signals = [Signal](repeating: .traces, count: slots)
  private var rules: [ResourceSampling]

  init(_ options: PipelineOptions) {
    self.options = options
    ownName = Array(options.serviceName.utf8)
    rules = Array(repeating: ResourceSampling(), count: Self.slots)
  }

  /// What decides in a resource that calls its service `bytes[name]`, or that names none.
  mutating func sampling(
    _ signal: Signal, _ bytes: RawSpan, _ name: Range<Int>?, _ scrubber: inout Scrubber
  ) -> ResourceSampling {
    let ownName = ownName
    let slot =
      if let name {
        find(signal, bytes, name, &scrubber)
      } else {
        unsafe find(signal, ownName.span.bytes, 0..<ownName.count, &scrubber)
      }
    if rules[slot].isTurnedAway { options.services.turnAway() }
    return rules[slot]
  }

  private mutating func find(
    _ signal: Signal, _ bytes: RawSpan, _ name: Range<Int>, _ scrubber: inout Scrubber
  ) -> Int {
    let hash = bytes.hash(name.lowerBound, name.upperBound) ^ Int(signal.rawValue)
    let slot = hash & (Self.slots - 1)
    if signals[slot] == signal, let known = names[slot], bytes.holds(known, name) { return slot }
    let ratios = options.sampler.ratioByService
    rules[slot] = ResourceSampling(
      options, service: options.services.number(of: scrubber.label(ofService: bytes, name)),
      ratio: ratios.isEmpty ? nil : ratios[bytes.string(name.lowerBound, name.upperBound)])
    names[slot] = bytes.copied(name.lowerBound, name.upperBound)
    signals[slot] = signal
    return slot
  }
}

extension Scrubber {
  /// The name of a service as it may be shown: what leaves in its place. Counts nothing.
  fileprivate mutating func label(ofService bytes: RawSpan, _ name: Range<Int>) -> String {
    let mark = journal.mark
    defer { journal.rollBack(to: mark) }
    let (start, end) = (name.lowerBound, name.upperBound)
    let key = Array("service.name".utf8)
    let rule = unsafe rule(forKey: key.span.bytes, 0, key.count) ?? .notAllowed
    let isChanged =
      switch rule {
      case .scan, .template, .statement, .query, .phone:
        scrub(bytes, start, end, .stream, rule.style) != .unchanged
      case .credential, .userID, .notAllowed, .literal, .ownHash, .ownRedact, .ownDrop:
        replace(bytes, start, end, isText: true, rule.privacyRule, .stream)
      }
    guard isChanged else { return bytes.string(start, end) }
    var text = WireBuffer(minimumCapacity: Pseudonym.length)
    appendReplacement(bytes, start, end, to: &text)
    return text.withSpan { $0.string(0, $0.byteCount) }
  }
}
