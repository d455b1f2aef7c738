using System.Text.Json;
using CniChain.Testing;

namespace CniChain.Plugins.Tests.Bridge;

/// <summary>The reference plugins' executables, run on a node of a test's own.</summary>
internal sealed class ReferencePlugin(TestNamespace host, TestNamespace container, string leases)
{
    private const string Folder = "/usr/lib/cni";

    public static void SkipUnlessInstalled(string type = "bridge")
    {
        foreach (var name in new[] { type, "host-local" })
        {
            Assert.SkipUnless(File.Exists($"{Folder}/{name}"), $"needs {Folder}/{name} (Debian: containernetworking-plugins)");
        }
    }

    /// <summary>A whole configuration, leases in this node's own folder.</summary>
    public string Configuration(string keys, string ipam, string version, string type = "bridge")
    {
        var section = ipam.Length == 0 ? "" : $$""", "ipam": { "type": "host-local", "dataDir": "{{leases}}", {{ipam}} }""";
        return $$"""{ "cniVersion": "{{version}}", "name": "testnet", "type": "{{type}}", {{keys}}{{section}} }""";
    }

    public CommandResult Run(string plugin, string command, string configuration) =>
        host.Run(
            [$"{Folder}/{plugin}"],
            configuration,
            new Dictionary<string, string>
            {
                ["CNI_COMMAND"] = command,
                ["CNI_CONTAINERID"] = "c1",
                ["CNI_NETNS"] = container.Path,
                ["CNI_IFNAME"] = "eth0",
                ["CNI_PATH"] = Folder,
                ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
            });

    /// <summary>host-local as this project's bridge calls it.</summary>
    public IIpam Ipam(string configuration) => new Executed(this, configuration);

    private sealed class Executed(ReferencePlugin plugin, string configuration) : IIpam
    {
        public bool IsConfigured => configuration.Contains("\"ipam\"", StringComparison.Ordinal);

        public Task<CniResult> AddAsync(CancellationToken cancellationToken)
        {
            using var document = JsonDocument.Parse(plugin.Run("host-local", "ADD", configuration).Checked().Output);
            return Task.FromResult(CniResultReader.Read(document.RootElement, CniVersion.V1_0_0));
        }

        public Task DelAsync(CancellationToken cancellationToken)
        {
            plugin.Run("host-local", "DEL", configuration).Checked();
            return Task.CompletedTask;
        }

        public Task CheckAsync(CancellationToken cancellationToken)
        {
            plugin.Run("host-local", "CHECK", configuration).Checked();
            return Task.CompletedTask;
        }

        public Task StatusAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task GcAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
