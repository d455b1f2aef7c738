using System.Globalization;

namespace CniChain.EndToEnd.Tests.Differential;

/// <summary>Generated configurations with VLANs, for a kernel whose bridges filter them.</summary>
/// <remarks>The kernel that the tests bring for this has no address translation: so no ipMasq, macspoofchk or ports, which VLANs don't touch.</remarks>
internal static class VlanCases
{
    private const int FirstSeed = 1001;
    private const int Count = 10;

    private static readonly string[] s_keys = ["\"vlan\": 100", "\"vlan\": 4094", "\"vlan\": 1", "\"vlan\": 7"];

    public static IEnumerable<NetworkCase> All()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return With(GeneratedCases.Make(FirstSeed + i), s_keys[i % s_keys.Length]);
        }
    }

    private static NetworkCase With(NetworkCase network, string keys) => network with
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"vlan {network.Name}"),
        Plugins = [network.Plugins[0]
            .Replace("\"type\": \"bridge\",", $"\"type\": \"bridge\", {keys},", StringComparison.Ordinal)
            .Replace("\"ipMasq\": true", "\"ipMasq\": false", StringComparison.Ordinal)
            .Replace("podnet.bridge15", "podnet.br", StringComparison.Ordinal) // "<bridge>.<vlan>" is a name too
            .Replace("\"macspoofchk\": true", "\"macspoofchk\": false", StringComparison.Ordinal)],

        // A bridge that is there does not filter.
        Setup = network.Setup.Contains("ip link", StringComparison.Ordinal) ? "true" : network.Setup,
    };
}
