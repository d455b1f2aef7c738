using CniChain.Linux.Netfilter;
using CniChain.Linux.Netlink;
using CniChain.Linux.Nftables.Protocol;

namespace CniChain.Linux.Nftables.Expressions;

/// <summary>One step of a rule, as the kernel runs it: loads a register, compares one, or acts on the packet.</summary>
/// <remarks>Rules are better written with <see cref="NftRuleBuilder"/>, which chooses the registers.</remarks>
public abstract record NftExpression
{
    // Closed: the kernel's expressions are what they are.
    private protected NftExpression()
    {
    }

    /// <summary>What the kernel calls it, as <see cref="NftRule.Expressions"/> of a rule that was read says.</summary>
    public string KernelName => Name;

    /// <summary>NFTA_EXPR_NAME.</summary>
    internal abstract string Name { get; }

    /// <summary>Writes the attributes of NFTA_EXPR_DATA.</summary>
    internal abstract void WriteData(NetlinkWriter writer);

    internal void Write(NetlinkWriter writer)
    {
        using (writer.Nest(ListAttribute.Element))
        {
            writer.Text(ExpressionAttribute.Name, Name);
            using (writer.Nest(ExpressionAttribute.Data))
            {
                WriteData(writer);
            }
        }
    }
}
