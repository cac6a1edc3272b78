internal import TelemetryEngine

/// A metric of one scope of one resource, ready to make series of its points.
struct SeriesStream {
  let family: FamilyHead
  let mode: SeriesMode
  /// Labels of every series, by their original keys.
  let labels: [ReceivedAttribute]
  let job: String
  let instance: String
  /// The number of the `target_info` series; nil when there is none.
  var target: Int?
  /// Why none of its points is taken.
  var refusal: RefusedPoint?

  init(_ stream: MetricStream, _ options: SeriesOptions) {
    (job, instance) = TargetIdentity.jobAndInstance(of: stream.resource)
    let kind = MetricFamily.Kind(stream)
    let fixed = PluginFamilies.prometheusName(of: stream.name)
    let name =
      fixed.map { NameTranslator.MetricName($0, unit: "") }
      ?? options.translator.metric(stream.name, unit: stream.unit, kind: kind)
    family = FamilyHead(
      name: name?.name ?? "", help: Self.shortened(stream.description), unit: name?.unit ?? "", kind: kind)
    var refusal: RefusedPoint? = name == nil ? .invalidName : nil
    if fixed != nil, !options.showsReceivedPlugins { refusal = .pluginsSource }
    if let mode = SeriesMode(stream) {
      self.mode = mode
    } else {
      mode = SeriesMode(.number, .latest)
      refusal = refusal ?? .unspecifiedTemporality
    }
    self.refusal = refusal
    labels = Self.labels(stream, job: job, instance: instance, options)
  }

  private static func shortened(_ help: String) -> String {
    help.utf8.count <= 1024 ? help : String(help.prefix(256)) + "…"
  }

  private static func labels(
    _ stream: MetricStream, job: String, instance: String, _ options: SeriesOptions
  ) -> [ReceivedAttribute] {
    var labels: [ReceivedAttribute] = []
    if options.scopeLabels {
      let scope = stream.scope
      let own = [
        ("otel_scope_name", scope.name), ("otel_scope_version", scope.version),
        ("otel_scope_schema_url", scope.schemaURL),
      ]
      labels += own.filter { !$0.1.isEmpty }.map { ReceivedAttribute($0.0, $0.1) }
      // The scope's own fields win over attributes of the same name.
      for attribute in scope.attributes where !["name", "version", "schema_url"].contains(attribute.key) {
        labels.append(ReceivedAttribute("otel_scope_" + attribute.key, attribute.value))
      }
    }
    for key in options.resourceLabels {
      if let attribute = stream.resource.last(where: { $0.key == key }) { labels.append(attribute) }
    }
    return labels.filter { !$0.value.isEmpty }
  }

  /// Bytes of all labels of a series together.
  static let maxLabelBytes = 8192

  /// The labels of the series with these attributes; nil when they are too long.
  func seriesLabels(_ attributes: [ReceivedAttribute], _ options: SeriesOptions) -> SeriesLabels? {
    var set = LabelSet(options.translator)
    // An empty instance says that there is none, lest a scraper adds its own.
    set.add("job", job)
    set.add("instance", instance)
    for label in labels { set.add(label.key, label.value) }
    let given = attributes.filter { !$0.value.isEmpty }
    if options.attributesLabel != .joined { for label in given { set.add(label.key, label.value) } }
    if options.attributesLabel != .labels {
      let joined = JoinedAttributes.text(given.map { ($0.key, $0.value) })
      if !joined.isEmpty { set.add("attributes", joined) }
    }
    let labels = SeriesLabels(set.labels)
    return labels.text.count <= Self.maxLabelBytes ? labels : nil
  }
}

extension MetricFamily.Kind {
  /// Metadata may say what OTLP has no type for.
  init(_ stream: MetricStream) {
    let said = stream.metadata.last { $0.key == "prometheus.type" }?.value
    switch stream.kind {
    case .gauge, .sum(isMonotonic: false):
      switch said {
      case "unknown": self = .unknown
      case "info": self = .info
      case "stateset": self = .stateset
      default: self = .gauge
      }
    case .sum(isMonotonic: true): self = .counter
    case .histogram, .exponentialHistogram: self = .histogram
    case .summary: self = .summary
    }
  }
}

extension SeriesMode {
  /// Nil when a sum or histogram does not say how its points add up.
  init?(_ stream: MetricStream) {
    let shape: Shape =
      switch stream.kind {
      case .gauge, .sum: .number
      case .histogram: .histogram
      case .exponentialHistogram: .exponential
      case .summary: .summary
      }
    switch (stream.kind, stream.temporality) {
    case (.gauge, _), (.summary, _): self.init(shape, .latest)
    case (_, .delta): self.init(shape, .delta)
    case (.sum(isMonotonic: false), .cumulative): self.init(shape, .latest)
    case (_, .cumulative): self.init(shape, .cumulative)
    case (_, .unspecified): return nil
    }
  }
}
