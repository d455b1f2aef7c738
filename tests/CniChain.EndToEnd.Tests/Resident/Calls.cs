using System.Globalization;
using System.Text.Json.Nodes;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Resident;

/// <summary>Calls of cnichain on a node for the network, one by one or many at the same moment.</summary>
internal sealed class Calls(TestNode node)
{
    private const string Folder = "/run/calls";

    /// <summary>The file that lets every slow plugin end.</summary>
    public const string SlowGoes = "/run/slow.go";

    /// <summary>A program for a chain that takes its time: it waits until a file says go on, and passes its input's result on.</summary>
    public const string SlowPlugin = $$"""
        #!/bin/sh
        cat > /dev/null
        touch "/run/slow.begun.$CNI_CONTAINERID.$CNI_COMMAND"
        if [ "$CNI_COMMAND" = ADD ]; then
          while [ ! -e {{SlowGoes}} ]; do sleep 0.05; done
          echo '{ "cniVersion": "1.0.0", "interfaces": [], "ips": [] }'
        fi
        """;

    private readonly string _config = new JsonObject(
        JsonNode.Parse(Networks.For(PluginSet.CniChain))!["plugins"]![0]!.AsObject().Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())))
    {
        ["cniVersion"] = "1.0.0",
        ["name"] = "podnet",
    }.ToJsonString();

    /// <summary>One call of a container, with one host port.</summary>
    public PluginReply Call(TestContainer container, string command, int port = 20000) =>
        Prepared(container, command, port).On(node);

    /// <summary>The same, not made yet.</summary>
    public PluginCall Prepared(TestContainer container, string command, int port) => PluginCall.For(container, command, ConfigFor(port));

    /// <summary>ADD by a runtime that has gone when the result comes: the reader's end of its pipe is closed.</summary>
    /// <param name="container">The container.</param>
    /// <param name="port">The host port.</param>
    /// <param name="host">CNICHAIN_HOST.</param>
    public void AddForNobody(TestContainer container, int port, string host = "on")
    {
        node.WriteFile($"{Folder}/{container.Id}.json", ConfigFor(port));
        node.Shell($"""
            mkfifo /run/nobody
            : < /run/nobody &
            exec 4> /run/nobody
            wait
            {EnvironmentOf(container.Id)} CNICHAIN_HOST={host} /opt/cni/bin/cnichain < {Folder}/{container.Id}.json >&4 || :
            rm /run/nobody
            """);
    }

    /// <summary>What a call of a runtime has in its environment, for a shell.</summary>
    /// <param name="id">The container's id, or a shell's word for it.</param>
    /// <param name="command">The verb.</param>
    public static string EnvironmentOf(string id, string command = "ADD") =>
        $"env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin CNI_PATH=/opt/cni/bin CNI_COMMAND={command} CNI_IFNAME=eth0 CNI_CONTAINERID={id} CNI_NETNS=/run/netns/{id}";

    /// <summary>The call's configuration, with an executed plugin "slow" at the chain's end.</summary>
    public PluginCall Slow(TestContainer container, string command)
    {
        InstallSlow();
        return PluginCall.For(container, command, WithSlow(JsonNode.Parse(_config)!.AsObject()));
    }

    /// <summary>ADD of many containers at the same moment, the slow plugin at the end of the chain of every n-th.</summary>
    public IReadOnlyList<PluginReply> SlowAtOnce(IReadOnlyList<TestContainer> containers, Action meanwhile, int every = 1)
    {
        InstallSlow();
        return AtOnce(containers, "ADD", meanwhile, port =>
            port % every == 0 ? WithSlow(JsonNode.Parse(ConfigFor(port))!.AsObject()) : ConfigFor(port));
    }

    /// <summary>Waits until the slow plugin has begun to work for a container.</summary>
    public void UntilSlow(TestContainer container) =>
        HostView.Until(() => File.Exists(node.HostPath($"/run/slow.begun.{container.Id}.ADD")), "slow plugin at work");

    /// <summary>Lets every slow plugin end.</summary>
    public void LetSlowEnd() => node.WriteFile(SlowGoes, "");

    /// <summary>Calls for many containers at the same moment, each with a port of its own.</summary>
    /// <param name="containers">The containers.</param>
    /// <param name="command">The verb.</param>
    /// <param name="meanwhile">Done while they run.</param>
    /// <param name="configFor">The configuration for a host port; null for the network's own.</param>
    /// <returns>What each was answered, in their order.</returns>
    public IReadOnlyList<PluginReply> AtOnce(
        IReadOnlyList<TestContainer> containers, string command, Action? meanwhile = null, Func<int, string>? configFor = null)
    {
        configFor ??= ConfigFor;
        for (var i = 0; i < containers.Count; i++)
        {
            node.WriteFile($"{Folder}/{containers[i].Id}.json", configFor(20000 + i));
        }

        var script = $$"""
            rm -f {{Folder}}/*.status
            for id in {{string.Join(' ', containers.Select(c => c.Id))}}; do
              ( status=0
                {{EnvironmentOf("$id", command)}} /opt/cni/bin/cnichain \
                  < {{Folder}}/$id.json > {{Folder}}/$id.out 2> {{Folder}}/$id.err || status=$?
                echo $status > {{Folder}}/$id.status ) &
            done
            wait
            """;
        var running = Task.Run(() => node.Run(["sh", "-euc", script], timeout: TimeSpan.FromMinutes(3)).Checked());
        meanwhile?.Invoke();
        running.GetAwaiter().GetResult();
        return [.. containers.Select(c => new PluginReply(
            int.Parse(Read(c, "status"), CultureInfo.InvariantCulture), Read(c, "out"), Read(c, "err")))];
    }

    /// <summary>GC with these containers as the valid ones.</summary>
    public PluginReply CollectGarbage(params IEnumerable<TestContainer> valid)
    {
        var config = JsonNode.Parse(_config)!.AsObject();
        config["cniVersion"] = "1.1.0";
        config["cni.dev/valid-attachments"] = new JsonArray([.. valid.Select(c => new JsonObject { ["containerID"] = c.Id, ["ifname"] = "eth0" })]);
        return new PluginCall { Command = "GC", IfName = null, Config = config.ToJsonString() }.On(node);
    }

    private void InstallSlow()
    {
        node.WriteProgram("/opt/cni/bin/slow", SlowPlugin);
    }

    private static string WithSlow(JsonObject config)
    {
        config["chain"]!.AsArray().Add(new JsonObject { ["type"] = "slow" });
        return config.ToJsonString();
    }

    private string Read(TestContainer container, string what) => File.ReadAllText(node.HostPath($"{Folder}/{container.Id}.{what}"));

    private string ConfigFor(int port)
    {
        var config = JsonNode.Parse(_config)!.AsObject();
        config["runtimeConfig"] = JsonNode.Parse(Networks.Publish(port, 80));
        return config.ToJsonString();
    }
}
