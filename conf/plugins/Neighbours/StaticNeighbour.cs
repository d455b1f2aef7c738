using System.Net;
using CniChain.Linux;

namespace CniChain.Examples.Neighbours;

/// <summary>A neighbour that the container is to know without asking.</summary>
/// <param name="Address">"ip": its address.</param>
/// <param name="Mac">"mac": its hardware address.</param>
internal sealed record StaticNeighbour(IPAddress Address, MacAddress Mac);
