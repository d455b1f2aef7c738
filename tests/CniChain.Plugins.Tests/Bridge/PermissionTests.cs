using CniChain.Plugins.Bridge;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Bridge;

/// <summary>A kernel that permits nothing, as it is for who is not root: the answer says what to do.</summary>
public sealed class PermissionTests : IDisposable
{
    private const int EPERM = 1;

    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("cnichain-bridge-");

    public void Dispose() => _state.Delete(recursive: true);

    [Fact]
    public async Task Add_NotPermitted_SaysWhatItNeeds()
    {
        using var kernel = new FakeKernel();
        kernel.Refuse("RTM_NEWLINK", EPERM);
        var call = new FakeCall
        {
            Kernel = kernel,
            Netns = kernel.AddNamespace().Namespace,
            Config = """{ "bridge": "cni0" }""",
            StateDirectory = _state.FullName,
        };

        var error = await Assert.ThrowsAsync<CniException>(() => new BridgePlugin().AddAsync(call.ToContext(), TestContext.Current.CancellationToken));

        Assert.Equal(CniErrorCode.IoFailure, error.Code);
        Assert.Contains("as root, with CAP_NET_ADMIN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_NotPermitted_DoesNotBlameTheKernelsModules()
    {
        using var kernel = new FakeKernel();
        kernel.Refuse("NFT_MSG_NEWTABLE", EPERM);
        var call = new FakeCall
        {
            Verb = CniVerb.Status,
            Kernel = kernel,
            Config = """{ "bridge": "cni0", "ipMasq": true }""",
            StateDirectory = _state.FullName,
        };

        var error = await Assert.ThrowsAsync<CniException>(() => new BridgePlugin().StatusAsync(call.ToContext(), TestContext.Current.CancellationToken));

        Assert.Equal(CniErrorCode.PluginNotAvailable, error.Code);
        Assert.Contains("as root, with CAP_NET_ADMIN", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("load nf_tables", error.Message, StringComparison.Ordinal);
    }
}
