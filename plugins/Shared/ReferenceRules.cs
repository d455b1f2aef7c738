using System.Security.Cryptography;
using System.Text;
using CniChain.Linux.Nftables;
using Tmds.Linux;

namespace CniChain.Plugins;

/// <summary>
/// The chains that the reference plugins made of an attachment, for a node that moved here with containers running. Their names follow
/// from network and container, and iptables-nft keeps them in nf_tables, where they can be seen and removed; iptables-legacy does not.
/// </summary>
/// <remarks>
/// The interface's name is not in them: two attachments of one container to one network share them, so the first DEL takes them along, as
/// the reference's does.
/// </remarks>
internal sealed class ReferenceRules(NftSocket nft, Attachment attachment)
{
    private const int MaxAttempts = 5;

    private static readonly NftTable[] s_nat = [new(NftFamily.Ip, "nat"), new(NftFamily.Ip6, "nat")];
    private static readonly NftTable[] s_bridge = [new(NftFamily.Bridge, "nat")];

    // Not made before there is a table to look into: the first hash of a process loads a library, for 20 ms.
    private string? _hash;

    /// <summary>Whether the reference published ports of the container.</summary>
    public bool HasPorts => Tables(s_nat).Any(table => nft.FindChain(table, PortChain) is not null);

    /// <summary>Whether the reference masquerades the container.</summary>
    public bool HasMasquerade => Tables(s_nat).Any(table => nft.FindChain(table, MasqueradeChain) is not null);

    private string MasqueradeChain => $"CNI-{Hash}";

    private string PortChain => $"CNI-DN-{Hash.AsSpan(0, 21)}";

    // The longest name of a chain that iptables takes is 28 characters.
    private string Hash => _hash ??=
        Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(attachment.Network + attachment.ContainerId)).AsSpan(0, 12));

    /// <summary>Removes what translates the container's ports.</summary>
    public void RemovePorts() => Remove(s_nat, "CNI-HOSTPORT-DNAT", () => [PortChain]);

    /// <summary>Removes what masquerades the container.</summary>
    public void RemoveMasquerade() => Remove(s_nat, "POSTROUTING", () => [MasqueradeChain]);

    /// <summary>Removes the MAC spoof check of the attachment.</summary>
    public void RemoveSpoofCheck()
    {
        var chain = $"cni-br-iface-{attachment.ContainerId}-{attachment.IfName}";
        Remove(s_bridge, "PREROUTING", () => [chain, chain + "-mac"]);
    }

    /// <summary>Deletes chains and the rules of another that lead to the first of them.</summary>
    private void Remove(NftTable[] tables, string from, Func<string[]> names)
    {
        foreach (var table in Tables(tables))
        {
            var chains = names();
            for (var attempt = 1; nft.FindChain(table, chains[0]) is not null; attempt++)
            {
                if (nft.TryCommit(Removal(table, from, chains), out var error))
                {
                    break;
                }

                // Somebody else removes it too, or has put another rule to it in between.
                if (attempt == MaxAttempts || (error.Errno != LibC.ENOENT && error.Errno != LibC.EBUSY))
                {
                    throw error;
                }
            }
        }
    }

    private IEnumerable<NftTable> Tables(NftTable[] tables) => tables.Where(nft.HasTable);

    private NftBatch Removal(NftTable table, string from, string[] chains)
    {
        var batch = new NftBatch();
        foreach (var rule in nft.GetRules(table, from))
        {
            if (rule.LeadsTo == chains[0])
            {
                batch.DeleteRule(table, from, rule.Handle);
            }
        }

        string[] present = [.. chains.Where(chain => nft.FindChain(table, chain) is not null)];
        foreach (var chain in present)
        {
            batch.FlushChain(table, chain);
        }

        foreach (var chain in present)
        {
            batch.DeleteChain(table, chain);
        }

        return batch;
    }
}
