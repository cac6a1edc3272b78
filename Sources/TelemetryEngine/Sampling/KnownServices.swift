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
      options,
      service: options.services.number(
        of: scrubber.streamText(bytes, name.lowerBound, name.upperBound, key: "service.name")),
      ratio: ratios.isEmpty ? nil : ratios[bytes.string(name.lowerBound, name.upperBound)])
    names[slot] = bytes.copied(name.lowerBound, name.upperBound)
    signals[slot] = signal
    return slot
  }
}
