extension Setting {
  /// A setting with one value in the resolved configuration; its default is the configuration's own.
  static func value<Value>(
    _ path: String, _ type: ValueType<Value>,
    _ keyPath: any WritableKeyPath<GatewayConfiguration, Value> & Sendable,
    environment: String? = nil, sensitive: Bool = false, _ documentation: String
  ) -> Setting {
    let text = type.format(GatewayConfiguration()[keyPath: keyPath])
    let isOpen = text == type.absentText
    return declare(
      path, type, defaultText: isOpen ? nil : text, defaultNote: isOpen ? text : nil,
      environment: environment, sensitive: sensitive, documentation
    ) { draft, _, value in draft.configuration[keyPath: keyPath] = value }
  }

  /// A setting of every target.
  static func target<Value>(
    _ path: String, _ type: ValueType<Value>, defaultText: String? = nil, defaultNote: String? = nil,
    environment: String? = nil, _ documentation: String,
    _ apply: @escaping @Sendable (inout TargetDraft, Value) -> Void
  ) -> Setting {
    declare(
      "targets.\(freeName).\(path)", type, defaultText: defaultText, defaultNote: defaultNote,
      environment: environment, sensitive: false, documentation
    ) { draft, path, value in apply(&draft.targets[path.components[1], default: TargetDraft()], value) }
  }

  static func declare<Value>(
    _ path: String, _ type: ValueType<Value>, defaultText: String? = nil, defaultNote: String? = nil,
    environment: String? = nil, sensitive: Bool = false, _ documentation: String,
    _ apply: @escaping @Sendable (inout ConfigurationDraft, SettingPath, Value) -> Void
  ) -> Setting {
    let decoded: @Sendable (Value) -> DecodedValue = { value in
      DecodedValue(text: type.format(value)) { draft, path in apply(&draft, path, value) }
    }
    return Setting(
      pattern: path.split(separator: ".").map(String.init), shape: .value, kind: type.kind,
      expectation: type.expectation, environmentExpectation: type.environmentExpectation,
      defaultText: defaultText, defaultNote: defaultNote, environment: environment,
      documentation: documentation, isSensitive: sensitive,
      decode: { (elements) throws(ValueProblem) in
        guard let only = elements.first else { throw ValueProblem() }
        return decoded(try type.decode(only))
      },
      decodeEnvironment: { (text) throws(ValueProblem) in
        [EnvironmentValue(value: decoded(try type.decodeEnvironment(ScalarText(text))))]
      },
      checkKey: { $0 })
  }

  /// A list of values, replaced as a whole by a later layer.
  static func list<Element>(
    _ path: String, of type: ValueType<Element>, count: ClosedRange<Int>, expectation: String,
    defaultText: String? = nil, defaultNote: String? = nil, _ documentation: String,
    check: @escaping @Sendable ([Element]) throws(ValueProblem) -> Void = { (_) throws(ValueProblem) in },
    _ apply: @escaping @Sendable (inout ConfigurationDraft, SettingPath, [Element]) -> Void
  ) -> Setting {
    Setting(
      pattern: path.split(separator: ".").map(String.init), shape: .list, kind: type.kind,
      expectation: expectation, environmentExpectation: expectation, defaultText: defaultText,
      defaultNote: defaultNote,
      environment: nil, documentation: documentation, isSensitive: false,
      decode: { (elements) throws(ValueProblem) in
        let values = try decodeElements(elements, type)
        try check(values)
        guard count.contains(values.count) else { throw ValueProblem(.outOfRange) }
        return DecodedValue(text: text(of: values, type)) { draft, path in apply(&draft, path, values) }
      },
      decodeEnvironment: { (_) throws(ValueProblem) in [] },
      checkKey: { $0 }
    ).counting(count)
  }

  private static func text<Element>(of values: [Element], _ type: ValueType<Element>) -> String {
    "[" + values.map(type.format).joined(separator: ", ") + "]"
  }

  private static func decodeElements<Element>(
    _ elements: [ScalarText], _ type: ValueType<Element>
  ) throws(ValueProblem) -> [Element] {
    var values: [Element] = []
    for (index, element) in elements.enumerated() {
      do {
        values.append(try type.decode(element))
      } catch {
        var problem = error
        problem.element = index
        throw problem
      }
    }
    return values
  }

  /// A map of free keys to values. Keys merge one by one over the layers. `keyPattern` is what `checkKey`
  /// accepts, as an ECMA-262 regular expression without anchors.
  static func map<Value>(
    _ path: String, of type: ValueType<Value>, keyPattern: String, environment: String? = nil,
    sensitive: Bool = false, environmentExpectation: String = "", _ documentation: String,
    checkKey: @escaping @Sendable (String) throws(ValueProblem) -> String,
    _ apply: @escaping @Sendable (inout ConfigurationDraft, SettingPath, Value) -> Void
  ) -> Setting {
    let decoded: @Sendable (Value) -> DecodedValue = { value in
      DecodedValue(text: type.format(value)) { draft, path in apply(&draft, path, value) }
    }
    return Setting(
      pattern: path.split(separator: ".").map(String.init), shape: .map, kind: type.kind,
      expectation: type.expectation, environmentExpectation: environmentExpectation, defaultText: nil,
      defaultNote: nil,
      environment: environment, documentation: documentation, isSensitive: sensitive,
      decode: { (elements) throws(ValueProblem) in
        guard let only = elements.first else { throw ValueProblem() }
        return decoded(try type.decode(only))
      },
      decodeEnvironment: { (text) throws(ValueProblem) in
        var values: [EnvironmentValue] = []
        for pair in try PairList.parse(text) {
          let key = try checkKey(pair.key)
          values.append(EnvironmentValue(key: key, value: decoded(try type.decode(ScalarText(pair.value)))))
        }
        return values
      },
      checkKey: checkKey
    ).keyed(keyPattern)
  }

  /// A map of free keys to lists. Keys merge one by one over the layers, a list is replaced as a whole.
  static func map<Element>(
    _ path: String, ofLists type: ValueType<Element>, count: ClosedRange<Int>, expectation: String,
    keyPattern: String, _ documentation: String,
    checkKey: @escaping @Sendable (String) throws(ValueProblem) -> String,
    _ apply: @escaping @Sendable (inout ConfigurationDraft, SettingPath, [Element]) -> Void
  ) -> Setting {
    Setting(
      pattern: path.split(separator: ".").map(String.init), shape: .map, kind: type.kind,
      expectation: expectation, environmentExpectation: "", defaultText: nil, defaultNote: nil,
      environment: nil, documentation: documentation, isSensitive: false,
      decode: { (elements) throws(ValueProblem) in
        let values = try decodeElements(elements, type)
        guard count.contains(values.count) else { throw ValueProblem(.outOfRange) }
        return DecodedValue(text: text(of: values, type)) { draft, path in apply(&draft, path, values) }
      },
      decodeEnvironment: { (_) throws(ValueProblem) in [] },
      checkKey: checkKey
    ).keyed(keyPattern).holdingLists(count)
  }
}
