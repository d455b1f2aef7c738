using CniChain.Testing;

namespace CniChain.Plugins.Tests.Ipam;

/// <summary>The reference plugins of the distribution, executed as a runtime does. IPAM needs no namespace for that.</summary>
internal static class ReferenceIpam
{
    private const string Folder = "/usr/lib/cni";

    /// <summary>Skips the test where they are not installed.</summary>
    public static void Require(string type) =>
        Assert.SkipUnless(File.Exists(Path.Combine(Folder, type)), $"needs {Folder}/{type} (package containernetworking-plugins)");

    public static PluginReply Call(string type, string command, string config, string id, string ifName = "eth0", string args = "", string netns = "/none")
    {
        var result = Command.Run(
            [Path.Combine(Folder, type)],
            config,
            new Dictionary<string, string>
            {
                ["CNI_COMMAND"] = command,
                ["CNI_CONTAINERID"] = id,
                ["CNI_NETNS"] = netns,
                ["CNI_IFNAME"] = ifName,
                ["CNI_ARGS"] = args,
                ["CNI_PATH"] = Folder,
            });
        return new PluginReply(result.ExitCode, result.Output, result.Error);
    }
}
