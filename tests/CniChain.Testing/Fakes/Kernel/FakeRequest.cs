namespace CniChain.Testing;

/// <summary>What was asked of a <see cref="FakeKernel"/>.</summary>
/// <param name="Namespace">Where.</param>
/// <param name="Type">The message's name in the kernel's headers, such as "RTM_NEWADDR" or "NFT_MSG_NEWRULE"; "sysctl" for a setting.</param>
/// <param name="Errno">The answer: 0 for success, else the positive errno; ECANCELED (125) for a message of an nf_tables batch that was
/// undone because another of its messages was refused.</param>
/// <param name="Text">The words with a refusal, for a setting "key = value"; null for none.</param>
public sealed record FakeRequest(FakeNamespace Namespace, string Type, int Errno, string? Text);
