using CniChain.Linux.Route;

namespace CniChain.Host.Commands;

/// <summary>An interface with its addresses.</summary>
/// <param name="Link">The interface.</param>
/// <param name="Addresses">Its addresses, link-local ones included.</param>
internal sealed record InterfaceState(Link Link, IReadOnlyList<LinkAddress> Addresses)
{
    public static InterfaceState Of(RouteSocket socket, Link link) => new(link, socket.GetAddresses(link.Index));

    /// <summary>"10.88.0.2/16".</summary>
    public static string Format(LinkAddress address) => $"{address.Address}/{address.PrefixLength}";
}
