extension DiagnosticCode {
  /// What is known about the rule.
  package var page: RulePage {
    switch self {
    case .syntax: .syntax
    case .unknownKey: .unknownKey
    case .wrongType: .wrongType
    case .outOfRange: .outOfRange
    case .duplicateKey: .duplicateKey
    case .unknownBundle: .unknownBundle
    case .unknownProfile: .unknownProfile
    case .cycle: .cycle
    case .malformedReference: .malformedReference
    case .undefinedReference: .undefinedReference
    case .include: .include
    case .limit: .limit
    case .version: .version
    case .notAvailable: .notAvailable
    case .ownReceiver: .ownReceiver
    case .conflict: .conflict
    case .environment: .environment
    case .flag: .flag
    case .duplicateName: .duplicateName
    case .unreadable: .unreadable
    case .addedTarget: .addedTarget
    case .ignoredVariable: .ignoredVariable
    case .unusedBundle: BundleUse.unusedPage
    case .overriddenValue: BundleUse.overriddenPage
    case .literalCredential: LiteralCredential.page
    case .plaintextTarget: PlaintextTarget.page
    case .plaintextCredential: PlaintextTarget.credentialPage
    case .protocolPort: ProtocolPort.page
    case .signalPath: SignalPath.page
    case .ignoredRatio: SamplingRatio.ignoredPage
    case .vanishingRatio: SamplingRatio.vanishingPage
    case .unsampledTarget: RemoteExposure.samplerPage
    case .minimalPrivacy: RemoteExposure.privacyPage
    case .listenerConflict: ListenerConflict.page
    case .openListener: OpenListener.page
    case .privilegedPort: PrivilegedPort.page
    case .noOutput: Output.nonePage
    case .signalWithoutTarget: Output.signalPage
    case .bareSignalEndpoint: SignalPath.barePage
    case .notEnabled: Output.notEnabledPage
    case .queuesExceedMemory: MemoryBounds.queuesPage
    case .smallMemory: MemoryBounds.smallPage
    case .toolkitPort: ToolkitPort.page
    case .deprecatedKey: .deprecatedKey
    case .unusedIgnore: .unusedIgnore
    case .fixedLevel: .fixedLevel
    }
  }
}
