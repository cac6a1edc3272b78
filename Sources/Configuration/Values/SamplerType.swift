extension ValueType where Value == GatewayConfiguration.Sampler {
  /// A sampler that decides from the trace alone. Those of the specification that ask a server are known, so
  /// that they get a better answer than a list.
  static let sampler: Self = {
    let choice = Self.choice()
    let explained: @Sendable (ValueProblem, ScalarText) -> ValueProblem = { problem, scalar in
      guard asksServer.contains(scalar.text.lowercased()) else { return problem }
      return ValueProblem(problem.code, hint: "samplers that ask a server are not available in this gateway")
    }
    return ValueType(
      choice.kind, choice.expectation,
      decode: { (scalar) throws(ValueProblem) in
        do throws(ValueProblem) { return try choice.decode(scalar) } catch { throw explained(error, scalar) }
      },
      decodeEnvironment: { (scalar) throws(ValueProblem) in
        do throws(ValueProblem) { return try choice.decodeEnvironment(scalar) } catch {
          throw explained(error, scalar)
        }
      },
      format: choice.format)
  }()

  private static let asksServer: Set<String> = ["jaeger_remote", "parentbased_jaeger_remote", "xray"]
}
