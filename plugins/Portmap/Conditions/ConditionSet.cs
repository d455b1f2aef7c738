using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace CniChain.Plugins.Portmap.Conditions;

/// <summary>The conditions of one network and family: a packet passes when every condition of some alternative holds.</summary>
internal sealed class ConditionSet
{
    private const int HashBytes = 8;

    public ConditionSet(AddressFamily family, IReadOnlyList<IReadOnlyList<Condition>> alternatives)
    {
        Alternatives = alternatives;
        Text = string.Join(" or ", alternatives.Select(conditions => string.Join(" ", conditions)));
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Text));
        ChainName = $"conditions{(family == AddressFamily.InterNetwork ? 4 : 6)}-{Convert.ToHexStringLower(hash.AsSpan(0, HashBytes))}";
    }

    /// <summary>One rule each. At least one, each with at least one condition.</summary>
    public IReadOnlyList<IReadOnlyList<Condition>> Alternatives { get; }

    /// <summary>The conditions in nft's words.</summary>
    public string Text { get; }

    /// <summary>
    /// The chain that holds them. Named after its content: networks with the same conditions share it, and a network whose conditions
    /// were edited gets another while containers attached before keep theirs.
    /// </summary>
    public string ChainName { get; }
}
