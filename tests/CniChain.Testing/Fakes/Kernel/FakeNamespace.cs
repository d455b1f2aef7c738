using CniChain.Linux;
using CniChain.Linux.Route;

namespace CniChain.Testing;

/// <summary>A network namespace of a <see cref="FakeKernel"/>, and what is in it now.</summary>
public sealed class FakeNamespace
{
    internal FakeNamespace(FakeKernel kernel)
    {
        Stack = new FakeStack(kernel, this);
        Namespace = NetworkNamespace.FromHandle(Stack.File);
    }

    /// <summary>To open sockets in, as <see cref="FakeCall.Netns"/>, and to move links to.</summary>
    public NetworkNamespace Namespace { get; }

    /// <summary>Its links as a dump gives them, lo first.</summary>
    public IReadOnlyList<Link> Links => Locked(() => Stack.Links.ConvertAll(link => link.ToLink()));

    /// <summary>The addresses of all its links.</summary>
    public IReadOnlyList<LinkAddress> Addresses => Locked(() => Stack.Addresses.ToList());

    /// <summary>The routes of its main table, those that come with addresses included.</summary>
    public IReadOnlyList<Route> Routes => Locked(() => Stack.Routes.ToList());

    /// <summary>Its neighbour entries, proxies included.</summary>
    public IReadOnlyList<Neighbour> Neighbours => Locked(() => Stack.Neighbours.ToList());

    /// <summary>Its settings by key, such as "net/ipv4/ip_forward".</summary>
    public IReadOnlyDictionary<string, string> Sysctls => Locked(() => new Dictionary<string, string>(Stack.Sysctls.Values));

    internal FakeStack Stack { get; }

    /// <summary>The link of a name; null when there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The link as it is now.</returns>
    public Link? FindLink(string name) => Links.FirstOrDefault(link => link.Name == name);

    /// <summary>Gives the namespace a setting, also one that the fake kernel does not have of itself.</summary>
    /// <param name="key">The key, with slashes: "net/ipv4/ip_forward".</param>
    /// <param name="value">The value; null takes the setting away.</param>
    public void SetSysctl(string key, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        lock (Stack.Kernel.Gate)
        {
            Stack.Sysctls.Set(key, value);
        }
    }

    internal void Close()
    {
        Namespace.Dispose();
        Stack.Close();
    }

    private T Locked<T>(Func<T> read)
    {
        lock (Stack.Kernel.Gate)
        {
            return read();
        }
    }
}
