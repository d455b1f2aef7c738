using System.Text.Json;
using System.Text.RegularExpressions;
using CniChain.Testing;

namespace CniChain.EndToEnd.Tests.Chain;

/// <summary>The same network through the reference plugins and through the tree under test.</summary>
public sealed partial class EqualResultsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SameNetwork_ReferenceAndOurs_GiveEqualResultsButForNamesAndMacs(bool dualStack)
    {
        var reference = Attach(PluginSet.Reference, dualStack);
        var ours = Attach(PluginSet.CniChain, dualStack);
        Assert.Equal(reference.Result, ours.Result);
        Assert.Equal(reference.Inside, ours.Inside);
    }

    private static (string Result, string Inside) Attach(PluginSet plugins, bool dualStack)
    {
        using var node = TestNode.Create(plugins);
        var runtime = new CniRuntime(node, dualStack ? Networks.DualStackFor(plugins) : Networks.For(plugins));
        var container = node.AddContainer();
        var result = runtime.Add(container, Networks.Publish(8080, 80));
        var inside = container.Exec("ip -br address show dev eth0")
            + container.Exec("ip route show table main")
            + container.Exec("ip -6 route show table main")
            + node.Exec("ip -br address show dev cni0");
        return (WithoutNames(Canonical(result)), WithoutNames(inside));
    }

    // Written out with sorted keys: their order says nothing, and the two writers have different ones.
    private static string Canonical(JsonElement value, string indent = "\n") => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Concat(value.EnumerateObject()
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .Where(p => p.Value.ValueKind != JsonValueKind.Object || p.Value.EnumerateObject().Any())
            .Select(p => $"{indent}  {p.Name}: {Canonical(p.Value, indent + "  ")}")) + indent + "}",
        JsonValueKind.Array => "[" + string.Concat(value.EnumerateArray().Select(i => indent + "  " + Canonical(i, indent + "  "))) + indent + "]",
        _ => value.GetRawText(),
    };

    private static string WithoutNames(string text) =>
        LinkLocal().Replace(VethName().Replace(Mac().Replace(text, "MAC"), "VETH"), "LINKLOCAL");

    [GeneratedRegex("([0-9a-f]{2}:){5}[0-9a-f]{2}")]
    private static partial Regex Mac();

    [GeneratedRegex("veth[0-9a-zA-Z]+")]
    private static partial Regex VethName();

    [GeneratedRegex("fe80::[0-9a-f:]*[0-9a-f]+/64( tentative)?")]
    private static partial Regex LinkLocal();
}
