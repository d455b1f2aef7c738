using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Chain;

/// <summary>A plugin that is executed, as it sees the world when the installed cnichain runs it.</summary>
public sealed class ExecutedPluginTests
{
    [Theory]
    [InlineData("")]
    [InlineData("off")]
    public void Executable_InTheChain_HasItsCallersEnvironmentAndStderr(string host)
    {
        using var node = TestNode.Create();
        node.WriteProgram("/opt/cni/bin/outside", "#!/bin/sh\ncat > /run/stdin\nenv > /run/env\necho 'a line for the log' >&2\necho '{}'\n");
        var call = PluginCall.For(
            node.AddContainer(), "ADD", """{ "cniVersion": "1.0.0", "name": "podnet", "type": "cnichain", "chain": [{ "type": "outside", "own": 1 }] }""");

        var reply = (call with
        {
            Args = "IgnoreUnknown=1;K8S_POD_NAME=web",
            Environment = new Dictionary<string, string>
            {
                ["CNICHAIN_HOST"] = host,
                ["HTTPS_PROXY"] = "http://192.0.2.9:3128",
                ["DOTNET_gcServer"] = "1",
                ["HOME"] = "/root",
                ["BUNDLE"] = "/run/bundle",
            },
        }).On(node).Checked("ADD");

        Assert.Contains("a line for the log", reply.Error, StringComparison.Ordinal);
        var variables = File.ReadAllLines(node.HostPath("/run/env"));
        Assert.All(
            [
                "CNI_COMMAND=ADD", $"CNI_CONTAINERID={call.ContainerId}", $"CNI_NETNS={call.Netns}", "CNI_IFNAME=eth0", "CNI_PATH=/opt/cni/bin",
                "CNI_ARGS=IgnoreUnknown=1;K8S_POD_NAME=web", "HTTPS_PROXY=http://192.0.2.9:3128", "DOTNET_gcServer=1", "HOME=/root", "BUNDLE=/run/bundle",
            ],
            line => Assert.Contains(line, variables));
        Assert.DoesNotContain(variables, line => line.StartsWith("CNICHAIN_CALLER_", StringComparison.Ordinal));
        Assert.Contains("\"own\":1", File.ReadAllText(node.HostPath("/run/stdin")).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
