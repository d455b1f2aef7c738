namespace CniChain.EndToEnd.Tests.Clients.Cri;

/// <summary>A running pod.</summary>
/// <param name="SandboxId">Its sandbox, the container id that plugins see.</param>
/// <param name="ContainerId">The container in it.</param>
/// <param name="Address">The address that the runtime reports.</param>
internal sealed record CriPod(string SandboxId, string ContainerId, string Address);
