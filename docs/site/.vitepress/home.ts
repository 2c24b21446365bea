/** The start page, which has no text of its own. */
export const HOME = {
  layout: 'home',
  hero: {
    name: 'Integral Pose',
    text: 'People in live video, in the browser',
    tagline: 'Sub-pixel joints, each with how far off it may be. Pictures stay on the device.',
    image: {
      src: '/webcam.png',
      alt: 'The webcam page: a person, the skeleton over them, and the spread of each joint',
    },
    actions: [
      { theme: 'brand', text: 'Get started', link: '/guide/plain' },
      { theme: 'alt', text: 'With React', link: '/guide/react' },
      { theme: 'alt', text: 'What a decoder does', link: '/concepts/decoding' },
    ],
  },
  features: [
    {
      title: 'More accurate with the same network',
      details: 'The step from heatmap to coordinate is done properly, and weak detections are looked at twice.',
      link: '/decoders',
    },
    {
      title: 'Honest',
      details:
        'Every joint has a score (is it there?) and a spread in px² (how far off may it be?), fitted on pictures with ground truth.',
      link: '/concepts/uncertainty',
    },
    {
      title: 'In two and three dimensions',
      details: 'Joints in metres where the network knows depth, and types that say what is metric.',
      link: '/concepts/3d',
    },
    {
      title: 'No surprise on the network',
      details:
        'Nothing is fetched but the addresses you give, and nothing after loading. Strict CSP and offline included.',
      link: '/concepts/privacy',
    },
  ],
};
