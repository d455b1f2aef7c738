using System.Net.Sockets;
using CniChain.Linux.Nftables;

namespace CniChain.Plugins.Portmap.Kernel;

/// <summary>The names of everything in the plugin's own table. README.md shows the table as a whole.</summary>
internal static class PortTable
{
    /// <summary>The base chain that keeps the outside away from 127.0.0.0/8 behind route_localnet.</summary>
    public const string GuardChain = "guard";

    /// <summary>The base chain for packets that arrive.</summary>
    public const string PreroutingChain = "prerouting";

    /// <summary>The base chain for packets of the node's own.</summary>
    public const string OutputChain = "output";

    /// <summary>The base chain that rewrites sources.</summary>
    public const string PostroutingChain = "postrouting";

    /// <summary>Where packets to one of the node's addresses go.</summary>
    public const string PublishedChain = "published";

    /// <summary>The lookups alone: where chains of conditions send what passes them.</summary>
    public const string TranslateChain = "translate";

    public static NftTable Table { get; } = new(NftFamily.Inet, "cnichain_ports");

    public static FamilyMaps V4 { get; } = new(Table, AddressFamily.InterNetwork);

    public static FamilyMaps V6 { get; } = new(Table, AddressFamily.InterNetworkV6);

    /// <summary>The host's interfaces with route_localnet.</summary>
    public static NftSetRef Guarded { get; } = Table.Set("guarded");

    /// <summary>Every set and map of the table.</summary>
    public static IReadOnlyList<NftSetRef> Sets { get; } = [.. V4.All, .. V6.All, Guarded];

    public static FamilyMaps Of(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? V6 : V4;
}
