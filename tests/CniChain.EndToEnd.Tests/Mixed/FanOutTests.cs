using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Mixed;

/// <summary>STATUS and GC reach executed plugins that know them; where one is too old for the list's version, the error says so.</summary>
public sealed class FanOutTests
{
    private const string Acme = """{ "type": "acme" }""";

    private const string Log = "printf '%s %s\\n' \"$CNI_COMMAND\" \"$config\" >> /var/log/acme";

    [Fact]
    public void Status_ExecutedPluginIsNotReady_IsItsCodeAndText()
    {
        using var mixed = MixedNode.Create();
        mixed.WritePlugin("acme", Log + """; [ -e /var/log/broken ] || exit 0; printf '{"cniVersion":"1.1.0","code":51,"msg":"acme is full"}'; exit 1""");
        var call = new PluginCall { Command = "STATUS", IfName = null, Config = MixedNode.Config("1.1.0", "", MixedNode.Bridge, Acme) };

        Assert.Equal(0, call.On(mixed.Node).Checked("STATUS").ExitCode);
        mixed.Node.WriteFile("/var/log/broken", "");
        var reply = call.On(mixed.Node);

        Assert.Equal(51, reply.ErrorCode);
        Assert.Contains("acme is full", reply.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public void Gc_ExecutedPlugin_GetsTheValidAttachments()
    {
        using var mixed = MixedNode.Create();
        mixed.WritePlugin("acme", Log);
        var call = new PluginCall
        {
            Command = "GC",
            IfName = null,
            Config = MixedNode.Config(
                "1.1.0", """ "cni.dev/valid-attachments": [{ "containerID": "kept", "ifname": "eth0" }], """, MixedNode.Bridge, Acme),
        };

        call.On(mixed.Node).Checked("GC");

        var asked = File.ReadAllText(mixed.Node.HostPath("/var/log/acme"));
        Assert.StartsWith("GC {", asked, StringComparison.Ordinal);
        Assert.Contains("\"cni.dev/valid-attachments\":[{\"containerID\":\"kept\",\"ifname\":\"eth0\"}]", asked.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("STATUS", "")]
    [InlineData("GC", "\"cni.dev/valid-attachments\": [],")]
    [InlineData("ADD", "")]
    public void ListOf110_WithAPluginThatStopsBefore_SaysWhichAndWhatToWrite(string command, string more)
    {
        using var mixed = MixedNode.Create("tuning");
        var container = mixed.Node.AddContainer();
        var config = MixedNode.Config("1.1.0", more, MixedNode.Bridge, """{ "type": "tuning", "mtu": 1400 }""");
        var call = command == "ADD"
            ? PluginCall.For(container, command, config)
            : new PluginCall { Command = command, IfName = null, Config = config };

        var reply = call.On(mixed.Node);

        Assert.Equal(1, reply.ErrorCode);
        Assert.Contains("tuning", reply.ErrorText, StringComparison.Ordinal);
        Assert.Contains("/opt/cni/bin/tuning", reply.ErrorText, StringComparison.Ordinal);
        Assert.Contains("1.0.0", reply.ErrorText, StringComparison.Ordinal);
        Assert.Contains("\"cniVersion\"", reply.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("eth0", container.Exec("ip -br link"), StringComparison.Ordinal);
    }

    [Fact]
    public void ListOf100_StatusAndGcByHand_AskOursAndLeaveOutTheOthers()
    {
        using var mixed = MixedNode.Create("tuning");
        mixed.Node.WriteFile("/etc/cni/net.d/10-podnet.conflist", $$"""
            { "cniVersion": "1.0.0", "name": "podnet", "plugins": [ {{MixedNode.Bridge}}, { "type": "tuning", "mtu": 1400 } ] }
            """);

        Assert.Equal("OK", mixed.Node.Exec("/opt/cni/bin/cnichain status podnet").Trim());
        mixed.Node.Exec("/opt/cni/bin/cnichain gc podnet");
    }
}
