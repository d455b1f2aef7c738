namespace CniChain.TestPlugins;

/// <summary>Was built against a contract that the host does not have.</summary>
[CniPlugin("oldcontractplugin")]
public sealed class OldContractPlugin : ICniPlugin
{
    public Task AttachAsync(string containerId) => Task.CompletedTask;
}
