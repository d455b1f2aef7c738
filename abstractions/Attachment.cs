using System.Security.Cryptography;
using System.Text;

namespace CniChain;

/// <summary>One attachment: one interface of one container on one network. What everything a plugin makes is owned by.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="ContainerId">The container id.</param>
/// <param name="IfName">The interface's name in the container.</param>
public sealed record Attachment(string Network, string ContainerId, string IfName)
{
    private const int NetworkChars = 40;
    private const int ContainerChars = 64;

    /// <summary>
    /// The text that marks kernel objects as this attachment's: <c>network/container/ifname</c>, at most 121 ASCII characters
    /// (an nftables comment holds 127, a link alias 255).
    /// </summary>
    /// <remarks>
    /// A network name over 40 or a container id over 64 characters is cut and ends in '~' and 16 hex digits of its SHA-256,
    /// each part for itself: so a garbage collection finds the tags of its network by <see cref="NetworkPrefix"/>.
    /// </remarks>
    public string OwnerTag => NetworkPrefix(Network) + Shorten(ContainerId, ContainerChars) + "/" + IfName;

    /// <summary>What every <see cref="OwnerTag"/> of a network starts with, the '/' included.</summary>
    /// <param name="network">The network's name.</param>
    /// <returns>The prefix.</returns>
    public static string NetworkPrefix(string network) => Shorten(network, NetworkChars) + "/";

    /// <summary>"network/container/ifname", unshortened.</summary>
    /// <returns>The text for messages.</returns>
    public override string ToString() => $"{Network}/{ContainerId}/{IfName}";

    private static string Shorten(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
        return $"{text.AsSpan(0, limit - 17)}~{hash}";
    }
}
