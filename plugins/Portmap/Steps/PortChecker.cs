using CniChain.Linux.Nftables;
using CniChain.Plugins.Portmap.Kernel;
using CniChain.Plugins.Portmap.Planning;

namespace CniChain.Plugins.Portmap.Steps;

/// <summary>CHECK: compares the kernel with what ADD put there; every difference is reported.</summary>
internal sealed class PortChecker(NftSocket nft, LocalhostAccess localhost)
{
    private readonly List<string> _problems = [];

    /// <exception cref="CniException">Code 100: something is missing or changed.</exception>
    public void Check(PortPlan plan)
    {
        var here = plan.Without(PublishedElsewhere(plan));
        CheckElements(here);
        CheckChains(here);
        CheckLocalhost(here);
        if (_problems.Count > 0)
        {
            throw new CniException(
                CniErrorCode.AttachmentChanged,
                $"portmap: {string.Join("; ", _problems)}",
                "`cnichain repair` publishes the container's ports anew, and so do a DEL and an ADD.");
        }
    }

    private HashSet<PublishedPort> PublishedElsewhere(PortPlan plan)
    {
        var elsewhere = new HashSet<PublishedPort>();
        foreach (var port in plan.Ports)
        {
            if (nft.FindElement(port.Map, port.Key) is { } held
                && held.Comment != plan.OwnerTag
                && OwnerTags.SameContainer(held.Comment, plan.OwnerTag))
            {
                elsewhere.Add(port);
            }
        }

        return elsewhere;
    }

    private void CheckElements(PortPlan plan)
    {
        foreach (var (set, wanted) in plan.Elements)
        {
            var present = nft.FindElement(set, wanted.Key);
            if (present is null)
            {
                _problems.Add($"{wanted.Key} is missing in the nftables map {set}");
            }
            else if (present.Comment != wanted.Comment)
            {
                _problems.Add($"{wanted.Key} in the nftables map {set} is held by \"{present.Comment}\"");
            }
            else if (present.Data != wanted.Data)
            {
                _problems.Add($"{wanted.Key} in the nftables map {set} leads to {Where(set, present)} instead of {Where(set, wanted)}");
            }
        }
    }

    /// <summary>The data of an element that was read is bytes; what they mean depends on the map.</summary>
    private static string Where(NftSetRef set, NftElement element) =>
        Translation.Read(new PlannedElement(set, element)) is { } translation
            ? $"{translation.Container} . {translation.ContainerPort}"
            : $"{element.Data}";

    private void CheckChains(PortPlan plan)
    {
        if (plan.IsEmpty)
        {
            return;
        }

        foreach (var (chain, wanted) in Scaffold.Chains(plan))
        {
            if (nft.FindChain(PortTable.Table, chain.Name) is not { } present)
            {
                _problems.Add($"the nftables chain {chain} is missing");
            }
            else if (present.Hook != chain.Hook)
            {
                _problems.Add($"the nftables chain {chain} has lost its hook");
            }
            else if (!Matches(nft.GetRules(PortTable.Table, chain.Name), wanted))
            {
                _problems.Add($"the rules of the nftables chain {chain} were changed");
            }
        }
    }

    private static bool Matches(IReadOnlyList<NftRule> present, IReadOnlyList<NftRuleBuilder> wanted)
    {
        if (present.Count != wanted.Count)
        {
            return false;
        }

        for (var i = 0; i < present.Count; i++)
        {
            if (!present[i].Expressions.SequenceEqual(wanted[i].Expressions.Select(expression => expression.KernelName)))
            {
                return false;
            }
        }

        return true;
    }

    private void CheckLocalhost(PortPlan plan)
    {
        if (localhost.FindInterface(plan) is not { } link)
        {
            return;
        }

        if (!localhost.IsEnabled(link))
        {
            _problems.Add($"net.ipv4.conf.{link.Name}.route_localnet is off");
        }

        if (nft.FindElement(PortTable.Guarded, NftKey.Of.InterfaceName(link.Name)) is null)
        {
            _problems.Add($"{link.Name} is missing in the nftables set {PortTable.Guarded}, which guards the node's 127.0.0.0/8");
        }
    }
}
