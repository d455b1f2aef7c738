using CniChain.Linux;
using CniChain.Linux.Nftables;
using CniChain.Linux.Route;
using CniChain.Plugins.Bridge.Links;

namespace CniChain.Plugins.Bridge.Spoof;

/// <summary>Drops what a container sends in the name of another hardware address.</summary>
internal static class SpoofCheck
{
    public static void Add(NetworkSide host, VethPair veth, Attachment attachment, ICniLog log) =>
        KernelFailure.Guard($"guard port \"{veth.HostName}\" against MAC spoofing", () =>
        {
            var nft = host.Nft;
            OwnedElement[] elements = [SpoofRules.GuardedPort(veth.HostName), SpoofRules.AllowedSender(veth.HostName, veth.ContainerMac)];
            OwnedElements.Put(
                nft,
                elements,
                attachment.OwnerTag,
                batch =>
                {
                    if (!SpoofRules.IsDefined(nft))
                    {
                        SpoofRules.Define(batch);
                    }
                },
                log);
        });

    /// <summary>Removes an attachment's elements, and the rule with the last of them.</summary>
    public static void Remove(NetworkSide host, CniResult? result, Attachment attachment)
    {
        if (!host.HasNftables)
        {
            return;
        }

        var owner = attachment.OwnerTag;
        bool IsOwn(string? comment) => comment == owner;
        var candidates = FindByResult(host.Nft, result, owner);
        if (candidates.Count == 0)
        {
            OwnedElements.Find(host.Nft, SpoofRules.Guarded, IsOwn, candidates);
            OwnedElements.Find(host.Nft, SpoofRules.Allowed, IsOwn, candidates);
        }

        OwnedElements.Delete(host.Nft, candidates, IsOwn);
        if (candidates.Count > 0)
        {
            RemoveUnused(host.Nft);
        }
    }

    /// <summary>The elements of the network's attachments.</summary>
    public static List<Held<OwnedElement>> List(NetworkSide host, NetworkOwners owners) =>
        host.HasNftables ? OwnedElements.List(host.Nft, SpoofRules.Table, owners) : [];

    /// <summary>Removes stale owners' elements, and the rule when no port is guarded.</summary>
    /// <returns>How many elements.</returns>
    public static int Collect(NetworkSide host, NetworkOwners owners)
    {
        if (!host.HasNftables)
        {
            return 0;
        }

        var count = OwnedElements.DeleteStale(host.Nft, List(host, owners), owners);
        RemoveUnused(host.Nft);
        return count;
    }

    public static void Check(NetworkSide host, Link port, Link end, Attachment attachment, List<string> problems)
    {
        if (host.Nft.GetRules(SpoofRules.Table, SpoofRules.Chain).Count != SpoofRules.RuleCount)
        {
            problems.Add($"the rule of the MAC spoof check (table {SpoofRules.Table}) is not as it was made");
        }

        if (!IsOwned(host.Nft, SpoofRules.GuardedPort(port.Name), attachment))
        {
            problems.Add($"\"{port.Name}\" is not guarded: it is not in set {SpoofRules.Guarded}");
        }

        if (end.Mac is { } mac && !IsOwned(host.Nft, SpoofRules.AllowedSender(port.Name, mac), attachment))
        {
            problems.Add($"{mac} on \"{port.Name}\" is not in set {SpoofRules.Allowed}, so what the container sends is dropped");
        }
    }

    /// <summary>The result names port and MAC; the MAC may be a later plugin's, and then is looked for.</summary>
    private static List<OwnedElement> FindByResult(NftSocket nft, CniResult? result, string owner)
    {
        var found = new List<OwnedElement>();
        foreach (var port in result?.Interfaces ?? [])
        {
            if (!string.IsNullOrEmpty(port.Sandbox) || CniNames.ExplainInterfaceName(port.Name) is not null
                || Find(nft, SpoofRules.GuardedPort(port.Name))?.Comment != owner)
            {
                continue;
            }

            found.Add(SpoofRules.GuardedPort(port.Name));
            if (FindSender(nft, result!, port.Name, owner) is { } sender)
            {
                found.Add(sender);
            }
            else
            {
                OwnedElements.Find(nft, SpoofRules.Allowed, comment => comment == owner, found);
            }
        }

        return found;
    }

    private static OwnedElement? FindSender(NftSocket nft, CniResult result, string port, string owner)
    {
        foreach (var end in result.Interfaces)
        {
            if (!string.IsNullOrEmpty(end.Sandbox) && MacAddress.TryParse(end.Mac, out var mac))
            {
                var sender = SpoofRules.AllowedSender(port, mac);
                if (Find(nft, sender)?.Comment == owner)
                {
                    return sender;
                }
            }
        }

        return null;
    }

    private static bool IsOwned(NftSocket nft, OwnedElement element, Attachment attachment) =>
        Find(nft, element)?.Comment == attachment.OwnerTag;

    private static NftElement? Find(NftSocket nft, OwnedElement element) => nft.FindElement(element.Set, element.Key);

    private static void RemoveUnused(NftSocket nft) =>
        GuardedCommit.Run(nft, () =>
        {
            var batch = new NftBatch();
            if (nft.HasTable(SpoofRules.Table) && nft.IsEmpty(SpoofRules.Guarded) && nft.IsEmpty(SpoofRules.Allowed))
            {
                batch.DeleteTable(SpoofRules.Table);
            }

            return new PlannedChange(batch, RestsOnReading: true);
        });
}
